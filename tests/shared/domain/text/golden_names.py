"""Names in the order of ICU's collator for each language (ICU 78.2, CLDR 48), by language."""

GOLDEN_NAMES = {
    "az": """
        Cavid Çingiz Elvin Emin Əli Hüseyn Xəyal Ilqar İlham Kamran Qasım Leyla Samir Şəfəq Ülviyyə Zaur
        Wəli""",
    "be": """
        Еўсей Ёля Жан Ігар Ілля Уладзь Ўладзь Фёдар Янка Anna""",
    "cs": """
        Cyril Čapek Česlav Ďurica Dušan Dvořák Heřman Hynek Chalupa Chytilová Ivan Ludmila Óda Ota Rudolf
        Řehoř Sylva Šárka Zora Žofie""",
    "cy": """
        Cadog Chwarel Dafydd Ddewi Ffion Fflur Gwen Ngaio Lowri Llew Nia Pedr Phylip Rolant Rhiannon Rhys
        Tomos Thelma""",
    "da": """
        Abel Anders ANNA Anna anna Jens jens Ole Yrsa Zacho Zoe Ægir Ærø Ölgaard Ørsted Østergaard Åberg
        Aagaard Åse Aase""",
    "de": """
        Apfel Äpfel Arger Ärger Gross Groß Grosz Lucia Łukasz Lwow Mueller Muller Müller Ofen Öl Über Wójcik
        Wolski Zebra""",
    "dsb": """
        Cyril Čorny Hanka Chóśebuz Łužyca Lenka Nina Ńeto Swen Šyman Śěgel Zora Žylow Źiwa""",
    "el": """
        Αννα Άννα Ανναίου Γιώργος Ελένη Ωμέγα Ώρα Anna Zoe Андрій""",
    "eo": """
        Cezaro Cirilo Ĉapelo Gaja Ĝoja Hana Ĥoro Jano Ĵaŭdo Sara Ŝtono Uo Ŭo""",
    "es": """
        Alvaro Álvaro Andrés Chávez Colón Cruz Llorente Lopez López Lozano Luz Nunez Nuno Nuñez Núñez Nz
        Ñáñez Oscar Óscar""",
    "et": """
        Ants Sulev Šura Zinaida Zoja Žanna Taavi Toomas Tõnu Uku Villem Õie Ärni Öövel Ülo Xenia""",
    "fi": """
        Aalto Aino Sami Šemeikka Virtanen Väinö Wirtanen Wäinö Ylermi Zetterberg Åberg Äijö Öhman Örn""",
    "fil": """
        Nena Nilo Nzo Ñora Ngalan Oscar""",
    "fo": """
        Áki Ðað Dánjal Óli Zacharias Ærø Øssur Åse Aase""",
    "haw": """
        Akamu Ekewaka Iokua Okalani Ukulele Hana Keoni Lani Maka Wai ʻIolani""",
    "he": """
        אבי דוד רות שרה Anna Zoe""",
    "hr": """
        Cvita Čačić Čedo Ćiro Ćosić Davor Dunja Dzeko Džamonja Đurđa Lovro Luka Ljubica Nikola Nora Njegoš
        Sven Šime Zoran Žarko""",
    "hsb": """
        Cyril Čorny Ćišina Hanka Chrobak Łužica Lenka Swen Šyman Zora Žur Źiwa""",
    "hu": """
        Almos Álmos Cukor Czigány Csaba Dalma Dzeta Dzsenifer Gusztáv Gyöngyi Gyula Loccsan Lukács Lyka Nusi
        Nyéki Olga Ottó Ödön Őze Sára Súlyos Szabó Tamás Tyukod Ubul Űr Üveges Zoltán Zsolt Zsuzsa""",
    "hy": """
        Արամ Եվա Երեմ Զարեհ Ընար Ժիրայր Anna""",
    "is": """
        Atli Ágúst Birna Dagur Ðað Elín Erla Éva Inga Íris Jón Orri Óli Pála Unnur Úlfur Yrsa Ýr Zoe Þóra
        Ægir Örn Örvar""",
    "ka": """
        ანა ბექა გია ნინო ჟანა Anna Zoe""",
    "kk": """
        Асел Әсел Гүлнар Ғани Ерлан Ёлка Кенже Қайрат Ңұр Орал Өмір Умар Ұлан Үміт Һадиша Ілияс""",
    "kl": """
        Aase Qupa Zakarias Ærø Øje Åse""",
    "ko": """
        가람 김철수 박지민 이영희 Anna Zoe""",
    "ky": """
        Елена Ёлка Жыпар Нур Ңур Омор Өмүр Умар Үмүт Anna""",
    "lt": """
        Adomas Ąžuolas Cezaris Čiurlionis Egidijus Ėglė Ieva Ygis Įsrutė Jonas Saulius Šarūnas Ugnė Ūla Zita
        Žydrūnas""",
    "lv": """
        Cilda Čaks Guntis Ģirts Ieva Yra Jānis Kārlis Ķēniņš Lilita Ļubova Nora Ņina Sandra Šmits Zane Žanis""",
    "mk": """
        Горан Дана Ѓорѓи Зоран Ѕвезда Киро Љупчо Њего Ќиро Џевдет Anna""",
    "mn": """
        Анар Ёндон Еэ Оюун Өнөр Уул Үүл Anna Öвөө""",
    "mt": """
        Anna anna Ċensu Carmelo Ġorġ Gianni Grezzju Għajn Henry Ħal Żeppi Zaren""",
    "nb": """
        Abel Anders anna Anna Knut Ole Yrsa Zachariassen Zoe Ægir Ærø Öberg Ørsted Østby Åberg Åse Aase
        Aasen""",
    "pl": """
        Adam Ąbert Czesław Ćwik Lucyna Łukasz Oskar Ósma Szymon Świt Wojtas Wolski Wójcik Zofia Źrebak Żaba""",
    "pt": """
        Angela Ângela Antonio António Antunes Cecília Çelia Joao João Joaquim Óscar Osvaldo""",
    "ro": """
        Ana Ăla Âna Ilie Ion Iulia Înger Silviu Stoica Şerban Ștefan Toma Tudor Țepeș""",
    "ru": """
        Андрей Елена Ёлкин Ждан Игорь Йосиф Яна Anna Zoe""",
    "se": """
        Ahkka Ante Áilu Cilla Čáhkki Davvi Đuoma Nils Ŋá Sara Šáŋa Tana Ŧá Zara Žá Ärna""",
    "sk": """
        Adam Äro Cyril Čierny Dušan Hynek Chovan Ivan Lucia Ľudmila Oto Ôsmy Sylvia Šárka Zora Žofia""",
    "sl": """
        Cene Čuk Ćosić Davor Đorđe Sven Šilc Zoja Žiga""",
    "smn": """
        Aila Âlle Cilla Čihčist Daa Đuo Oula Saa Šaa Zaa Žaa Äijih Ánná Önn""",
    "sq": """
        Cen Çelik Drita Dhimitër Elira Ëngjëll Gani Gjergj Luan Llazar Nora Njazi Roza Rrahman Sokol Shpresa
        Teuta Thanas Xena Xhevat Zef Zhaneta""",
    "sr": """
        Дара Ђорђе Ељена Жика Лазар Љубица Нада Његош Тара Ћира Чеда Џон Шаба Anna""",
    "sv": """
        Adam Ahlgren Anna Lukas Łukasz Ola Vera Viktor Wallin Ülle Yngve Zeth Zetterlund Åberg Åke Åsa Ängla
        Ärlig Öberg Örjan Östen""",
    "tk": """
        Cahan Çary Emin Ämän Jeren Žan Nur Ňaz Oraz Öwez Selim Şirin Umyt Üm Yol Ýazgul""",
    "tr": """
        Cem Cüneyt Çağla Gonca Gül Ğaz Hakan Ipek Irmak Işıl İbrahim İpek Jale Orhan Öznur Suna Şule Umut
        Ümit""",
    "uk": """
        Андрій Ганна Гліб Ґалаґан Ева Єва Ігор Їжак Йосип Микола Яна Anna Ellen Zoe Ωμέγα""",
    "uz": """
        Gulnora Odil Otabek Sardor Zilola Oʻtkir G‘ani Shahlo Cholpon""",
    "vi": """
        An Anh Ảnh Ánh Ăn Ân Dung Đào Em Ê Ha Hà Hả Hã Há Hạ Oanh Ồ Ôn Ơn Uyên Ước""",
    "yo": """
        Ebun Ẹniọlá Femi Fẹ́mi Gani Gbenga Ola Ọlá Sade Sunday Ṣadé""",
}
