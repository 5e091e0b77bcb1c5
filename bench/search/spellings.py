"""How names are stored and how people type them: pairs written by hand, which no table of the service made.

The last member says whether a search is promised to find the contact. What is not promised stands here, too, so that
nobody thinks it is: other romanizations than the official ones, translations of names, readings of kanji and Arabic.
"""

from __future__ import annotations

from typing import NamedTuple


class Spelling(NamedTuple):
    """A name as it is stored, and as it is typed."""

    language: str
    first: str
    last: str
    typed: str
    is_promised: bool = True


SPELLINGS = (
    # Ukrainian: passports, older passports, the way people have always written it, a slip
    Spelling("Ukrainian", "Олена", "Дем’янчук", "olena demianchuk"),
    Spelling("Ukrainian", "Олена", "Дем’янчук", "Дем'янчук"),
    Spelling("Ukrainian", "Олена", "Дем’янчук", "демянчук"),
    Spelling("Ukrainian", "Юлія", "Щербак", "Yuliia Shcherbak"),
    Spelling("Ukrainian", "Юлія", "Щербак", "Yulia Shcherbak"),
    Spelling("Ukrainian", "Юлія", "Щербак", "Julia Schtscherbak", is_promised=False),
    Spelling("Ukrainian", "Євген", "Згурський", "Yevhen Zghurskyi"),
    Spelling("Ukrainian", "Євген", "Згурський", "Evgeny", is_promised=False),
    Spelling("Ukrainian", "Ґалина", "Їжакевич", "галина їжакевич"),
    Spelling("Ukrainian", "Ґалина", "Їжакевич", "Galyna"),
    Spelling("Ukrainian", "Volodymyr", "Zelenskyi", "Володимир"),
    Spelling("Ukrainian", "Андрій", "Шевченко", "Andrii Shevchenko"),
    Spelling("Ukrainian", "Андрій", "Шевченко", "andriy"),
    Spelling("Ukrainian", "Андрій", "Шевченко", "shevchenk"),
    Spelling("Ukrainian", "Андрій", "Шевченко", "chevtchenko", is_promised=False),
    Spelling("Ukrainian", "Наталія", "Ківшик", "Natalia Kivshyk"),
    Spelling("Ukrainian", "Сергій", "Кличко", "Klitschko", is_promised=False),
    # Russian, Belarusian, Bulgarian, Serbian
    Spelling("Russian", "Пётр", "Чайковский", "петр чайковский"),
    Spelling("Russian", "Пётр", "Чайковский", "Tchaikovsky", is_promised=False),
    Spelling("Russian", "Алёна", "Крылова", "алена крылова"),
    Spelling("Russian", "Алексей", "Соколов", "Aleksei Sokolov"),
    Spelling("Russian", "Алексей", "Соколов", "sokolov, aleksey"),
    Spelling("Russian", "Юрий", "Гагарин", "Gagarin"),
    Spelling("Bulgarian", "Иван", "Вазов", "Ivan Vazov"),
    Spelling("Serbian", "Новак", "Ђоковић", "djokovic"),
    Spelling("Serbian", "Novak", "Đoković", "dokovic"),
    # Greek: as passports have it, as the neighbours write it, without accents
    Spelling("Greek", "Γιώργος", "Παπαδόπουλος", "Papadopoulos"),
    Spelling("Greek", "Γιώργος", "Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ"),
    Spelling("Greek", "Γιώργος", "Παπαδόπουλος", "γιωργος παπαδοπουλου"),
    Spelling("Greek", "Γιώργος", "Παπαδόπουλος", "Giorgos"),
    Spelling("Greek", "Γιώργος", "Παπαδόπουλος", "George", is_promised=False),
    Spelling("Greek", "Ευαγγελία", "Μπάμπη", "Evangelia"),
    Spelling("Greek", "Ευαγγελία", "Μπάμπη", "Bampi"),
    Spelling("Greek", "Αγγελική", "Χατζή", "Angeliki Chatzi"),
    Spelling("Greek", "Αγγελική", "Χατζή", "Hatzi"),
    Spelling("Greek", "Γιάννης", "Ξενάκης", "Xenakis"),
    # Polish, Czech, Slovak, Hungarian, Romanian
    Spelling("Polish", "Łukasz", "Wójcik", "lukasz wojcik"),
    Spelling("Polish", "Świętosława", "Żołądź", "swietoslawa zoladz"),
    Spelling("Polish", "Grzegorz", "Brzęczyszczykiewicz", "brzeczyszczykiewicz"),
    Spelling("Polish", "Grzegorz", "Brzęczyszczykiewicz", "bzreczyszczykiewicz"),
    Spelling("Czech", "Jiří", "Dvořák", "jiri dvorak"),
    Spelling("Czech", "Anežka", "Nováková", "NOVAKOVA"),
    Spelling("Hungarian", "Győző", "Szőke", "szoke gyozo"),
    Spelling("Romanian", "Ștefan", "Țepeș", "stefan tepes"),
    # German, Scandinavian, Icelandic
    Spelling("German", "Jörg", "Strauß", "Strauss"),
    Spelling("German", "Jörg", "Müller", "mueller"),
    Spelling("German", "Joerg", "Mueller", "Müller"),
    Spelling("German", "Karl-Heinz", "Groß", "karl heinz gross"),
    Spelling("Danish", "Søren", "Ærø", "soren"),
    Spelling("Danish", "Søren", "Kierkegård", "kierkegaard"),
    Spelling("Norwegian", "Bjørn", "Ødegård", "bjorn odegard"),
    Spelling("Swedish", "Åsa", "Sjöström", "asa sjostrom"),
    Spelling("Icelandic", "Þóra", "Guðmundsdóttir", "thora gudmundsdottir"),
    # French, Spanish, Portuguese, Irish
    Spelling("French", "Zoë", "Lefèvre", "zoe lefevre"),
    Spelling("French", "Anne-Marie", "L’Hôpital", "anne marie lhopital"),
    Spelling("French", "Mary Ann", "Cœur", "maryann coeur", is_promised=False),
    Spelling("Spanish", "Íñigo", "Muñoz", "inigo munoz"),
    Spelling("Portuguese", "João", "Gonçalves", "joao goncalves"),
    Spelling("Irish", "Siobhán", "O’Brien", "o'brien"),
    Spelling("Irish", "Siobhán", "O’Brien", "obrien siobhan"),
    # Turkish, Azerbaijani, Vietnamese
    Spelling("Turkish", "Işıl", "Çağlar", "isil caglar"),
    Spelling("Turkish", "İpek", "Yıldırım", "ipek yildirim"),
    Spelling("Turkish", "Gökçe", "Şahin", "GOKCE SAHIN"),
    Spelling("Azerbaijani", "Əli", "Məmmədov", "eli memmedov"),
    Spelling("Vietnamese", "Nguyễn", "Đức", "nguyen duc"),
    Spelling("Vietnamese", "Trần Thị", "Hương", "tran thi huong"),
    # Arabic and Persian, Hebrew: letters that keyboards exchange; no romanization is promised
    Spelling("Arabic", "علي", "كريمي", "علی کریمی"),
    Spelling("Arabic", "محمّد", "أحمد", "محمد"),
    Spelling("Arabic", "محمد", "الأحمد", "الاحمد"),
    Spelling("Arabic", "محمد", "حسن", "Muhammad", is_promised=False),
    Spelling("Persian", "کیانوش", "یزدی", "كيانوش"),
    Spelling("Hebrew", "דָּוִד", "כהן", "דוד כהן"),
    Spelling("Hebrew", "דוד", "כהן", "David", is_promised=False),
    # Chinese, Japanese, Korean
    Spelling("Chinese", "伟", "王", "王伟"),
    Spelling("Chinese", "伟", "王", "wang wei"),
    Spelling("Chinese", "伟", "王", "wangwei"),
    Spelling("Japanese", "健", "田中", "田中"),
    Spelling("Japanese", "健", "田中", "tanaka", is_promised=False),
    Spelling("Japanese", "ケン", "ﾀﾅｶ", "タナカ"),
    Spelling("Korean", "민서", "김", "김민서"),
    Spelling("Korean", "민서", "김", "김"),
    Spelling("Korean", "민서", "김", "Kim", is_promised=False),
    # what copies and keyboards do to any name
    Spelling("any", "Zero\u200bWidth", "Somebody", "zerowidth"),
    Spelling("any", "Anne\u2011Marie", "Duval", "Anne-Marie Duval"),
    Spelling("any", "Ｗｉｄｅ", "Ｌｅｔｔｅｒｓ", "wide letters"),
    Spelling("any", "Margaret", "Thatcher", "thatcher, margaret"),
    Spelling("any", "Margaret", "Thatcher", "margret"),
    Spelling("any", "Christopher", "Llewellyn", "cristoper"),
)
