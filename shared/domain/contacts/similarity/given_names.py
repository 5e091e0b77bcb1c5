"""Given names and their short forms, in Latin letters: ``Sasha`` may be ``Oleksandr``; ``Maria`` is never ``Marta``.

One line a name, with the forms that people use for it in several languages. A form may stand for several names.
"""

from __future__ import annotations

from functools import cache

from shared.domain.contacts.similarity.spelling import sound

_NAMES = """
oleksandr aleksandr alexander alexandr aleksander alexandros alex alek sasha sashko oles alekos xander sander sandy
oleksandra aleksandra alexandra sasha lesia alex sandra ola sandy
oleksii aleksei alexey aleksy alexis liosha lesha oleksa alyosha alex
olena elena helena helen yelena eleni lena olenka lenka ellen lenochka nelly
olha olga olia olya olenka
oleh oleg olezhko
andrii andrei andrey andrzej andreas andrew andre andriy andy drew andriiko
anastasiia anastasia nastia nastya nastka asia stacy
anna hanna ania anya anka ganna annie anne ann ann hania
anton antonii antoni anthony antonios tony antos antonis
artem artemii artemios tioma
bohdan bogdan bodia bohdanko
borys boris boria
valentyn valentin valik
valentyna valentina valia
valerii valery valera
vasyl vasilii vasily vasileios vasilis basil vasia vasya vasylko
vadym vadim
viktor victor vitia
viktoriia viktoria victoria vika vicky tori
vitalii vitaly vitalik
volodymyr vladimir vova volodia volodya vovka vlodzimierz
vladyslav vladislav vlad vladyk
viacheslav vyacheslav slava slavko
halyna galina halia galia
heorhii georgii georgy georgios george giorgos yorgos hosha jorge jerzy georg jurek
hryhorii grigorii grigory hrytsko hrysha gregory greg grzegorz grigorios
daryna daria dariia dasha darka
danylo daniil daniel dan danny danylko
david davyd dave davide
dmytro dmitrii dmitry dima dimitrios dimitris mitia dmytryk dimitri
yevhen evgenii evgeny yevgeny eugene zhenia zhenya yevgen gene eugeniusz evgenios
yevheniia evgeniia evgenia yevgenia eugenia zhenia zhenya
yelyzaveta elizaveta elizabeth liza lisa lizzie liz beth betty eliza elzbieta elisabeth elisavet
zoia zoya zoe
ivan ioann john johann johannes jan ioannis giannis yannis hans jack johnny vania ivanko ivas vanya jean juan janek
ihor igor ihorko
inna ina
iryna irina irene irini ira irka irena
kateryna ekaterina katerina catherine katherine kathryn katarzyna katharina aikaterini katia katya kate katie kasia
kostiantyn konstantin konstantinos kostas kostia kostya constantine dinos
larysa larisa lara
leonid lionia lenia
liudmyla liudmila lyudmila ludmila liuda luda mila
liubov lyubov liuba luba
maksym maksim maxim max maks maximilian
maria mariia mary marie marija marichka masha mariika mania
marharyta margarita margaret rita meg maggie peggy margarete greta malgorzata gosia margot
maryna marina marinka
marta martha martusia
mykhailo mikhail michael michal mihail mike misha mykhas mick mickey michalis mihalis michel misko
mykola nikolai nikolay nicholas nikolaos nikos nick kolia kolya mykolka nicolas klaus mikolaj
nadiia nadezhda nadia nadya nadiika
nataliia natalia natalya natasha natalie nata natalka natali
oksana oxana ksenia kseniia xenia ksiusha ksenka
ostap ostapko
pavlo pavel paul pawel pavlos pasha pavlyk
petro piotr pyotr peter petros petia petryk pete petya pierre pedro
roman roma romko
ruslan rusia
svitlana svetlana sveta svita svitlanka
serhii sergei sergey serge sergios serhiiko serioha seryoga serge
sofiia sofia sophia sophie sonia sonya zosia
stanislav stas stanislaw stasik
stepan stefan stephen steven stefanos steve stepanko stephan
tamara toma
taras tarasyk
tetiana tatiana tatyana tania tanya taniusha
tymofii timofei timothy tim tymko tima
tymur timur
fedir fedor fyodor theodore theodoros fedia ted teddy thodoris
yuliia yulia julia julie yulka iulia ioulia
yurii yurii yuri yury yura yurko jurij
yakiv yakov jacob jakub iakovos yasha jake kuba
yana jana yanka
yaroslav jaroslav jaroslaw slava slavko yarko yarik jarek
yaroslava slava
myroslava myroslava myra slava
lukasz luke lucas lukas luka loukas
agnieszka agnes aga
malgorzata gosia
magdalena magda madeleine lena
joanna asia joan joasia
tomasz thomas tom tommy tomek tomas thomais
krzysztof christopher christoph chris christos kris krzysiek
wojciech wojtek
grzegorz greg grzesiek
marcin martin marek
zofia zosia
barbara basia barb varvara varia
friedrich frederick fred fritz freddy fredrick
heinrich henry henrik harry heinz hank henryk
wilhelm william will bill billy willy willi liam
josef joseph joe joey sepp jozef yosyp osyp iosif jose
robert rob bob bobby robbie
richard rick dick richie rich ryszard
edward ed eddie ted eduard
charles charlie chuck karl carl karol
james jim jimmy jamie
susan sue susie suzanne susanna zuzanna
patricia pat patty trish
patrick pat paddy
jennifer jen jenny
jessica jess jessie
deborah deb debbie
rebecca becky becca
samuel sam sammy
samantha sam
benjamin ben benny
matthew matt mateusz matthias matvii matei
andreas andi
christine christina chris tina krystyna khrystyna kristina christa khrystia
stefanie stephanie steffi
sebastian basti seb
evangelia eva litsa lia
evangelos vangelis
panagiotis panos takis
spyridon spyros
athanasios thanasis
theodora dora
angeliki angela kiki
vasiliki vaso vicky
sotirios sotiris
charalampos babis bampis haris
eirini rena
stavros stav
jonas jon
julian jules
marian mario
adam adas
bartosz bartek bartholomew
piotrek piotr
sarah sara sally
laura lora
emma emily emilia
oskar oscar
kevin kev
brian bryan
linda lin
philip phil philipp filip filippos
simon simeon
felix feliks
jean jeanne
leon leo
monika monica
nina nika
eva ewa eve
hanna hannah
veronika veronica nika vera
vira vera
alina alla
alisa alice alicia
karina karin
diana diane
mark marko marc markus
oliver oliviu
olivia liv
"""


def known_as(word: str) -> frozenset[int]:
    """Return the numbers of the names that a word may stand for; none if it is in no list."""
    return _names().get(sound(word), frozenset())


@cache
def _names() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_NAMES.strip().splitlines()):
        for form in line.split():
            found.setdefault(sound(form), set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}
