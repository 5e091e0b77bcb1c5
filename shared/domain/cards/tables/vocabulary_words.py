"""What columns of address books are called, in the languages that they come in most.

Outlook and Thunderbird translate the names of their columns, and people write tables of their own. Each line has the
path of a place, and the names of columns that mean it. Names are compared folded, without punctuation, and without the
words in FILLERS. A question mark says that the
other columns, or what stands in the column, have to tell. Labels and kinds are found by QUALIFIERS.
"""

from __future__ import annotations

NOUNS = """
first_name: first name, given name, forename, first, given, vorname, prénom, prénoms, nombre de pila, primer nombre, nombres, nome proprio, primeiro nome, imię, förnamn, fornavn, etunimi, voornaam, křestní jméno, keresztnév, prenume, 名, 名字
last_name: last name, surname, family name, last, family, nachname, familienname, zuname, nom de famille, apellido, apellidos, primer apellido, apellido paterno, cognome, sobrenome, apelido, apelidos, último nome, nazwisko, efternamn, efternavn, etternavn, sukunimi, achternaam, familienaam, příjmení, vezetéknév, soyad, soyadı, фамилия, прізвище, 姓, 姓氏
middle_name: tussenvoegsel, tussenvoegsels, middle name, middle, middle initial, second name, additional name, additional names, weitere vornamen, weiterer vorname, zweiter vorname, deuxième prénom, autres prénoms, segundo nombre, secondo nome, segundo nome, drugie imię, mellannamn, mellemnavn, mellomnavn, toinen nimi, tweede naam, отчество, по батькові
second_last_name: second last name, segundo apellido, apellido materno, second surname
name: full name, display name, contact name, complete name, vollständiger name, anzeigename, angezeigter name, vor- und nachname, vorname nachname, name vorname, name und vorname, nachname vorname, nom complet, nom et prénom, nom prénom, nom à afficher, nom affiché, nombre completo, nombre y apellidos, nombre y apellido, nombre en pantalla, nome completo, nome e cognome, cognome e nome, nome visualizzato, imię i nazwisko, nazwisko i imię, nazwa wyświetlana, volledige naam, weergavenaam, visningsnamn, фио, ф и о, полное имя, піб, п і б, повне ім'я, ім'я та прізвище, імʼя і прізвище, прізвище та ім'я, имя и фамилия, фамилия и имя, 氏名, 名前, お名前, 姓名, 이름, ansprechpartner, contact person
name?: name, names, nom, nombre, nome, naam, namn, navn, nimi, имя, имена, ім'я, jméno, ad, isim, név, contact, kontakt, contacto, contatto, person, people
prefix: prefix, name prefix, salutation, honorific, honorific prefix, anrede, civilité, titre de civilité, tratamiento, trattamento, titolo di cortesia, aanhef, forma grzecznościowa, tratamento, обращение, звернення, titel anrede
title?: title, titel, titre, título, titolo, tytuł
suffix: suffix, name suffix, honorific suffix, namenszusatz, suffixe, sufijo, suffisso, sufiks, przyrostek, achtervoegsel, sufixo, суффикс, суфікс
nickname: nickname, nick name, nick, alias, spitzname, surnom, pseudo, apodo, sobrenombre, alias name, soprannome, pseudonim, przezwisko, bijnaam, roepnaam, smeknamn, прозвище, псевдоним, прізвисько, псевдонім, apelido carinhoso
phonetic_first_name: phonetic first name, given yomi, given name yomi, first name phonetic, phonetic given name
phonetic_middle_name: phonetic middle name, additional name yomi
phonetic_last_name: phonetic last name, surname yomi, family name yomi, last name phonetic, phonetic family name
organizations/1: company, company name, organization, organisation, organization name, organisation name, employer, firm, business, business name, account name, associated company, firma, firmenname, unternehmen, arbeitgeber, verein, société, nom de la société, entreprise, employeur, organisme, empresa, nombre de la empresa, compañía, organización, società, azienda, ditta, organizzazione, nazwa firmy, organizacja, przedsiębiorstwo, bedrijf, bedrijfsnaam, organisatie, företag, virksomhed, bedrift, yritys, společnost, компания, организация, фирма, название компании, компанія, організація, фірма, назва компанії, 会社, 会社名, 公司, organização
organizations/1/department: department, dept, division, organization department, abteilung, service, département, departamento, área, reparto, dipartimento, dział, afdeling, avdelning, avdeling, osasto, отдел, подразделение, відділ, підрозділ, 部署, 部门
organizations/1/title: arbeitstitel, intitulé de poste, job title, job, position, organization title, job position, funktion, stellenbezeichnung, berufsbezeichnung, positionsbezeichnung, stelle, poste, fonction, intitulé du poste, puesto, cargo, posición, posizione, qualifica, mansione, ruolo, stanowisko, functie, functietitel, befattning, stilling, должность, посада, 役職, 职位, 职务
organizations/1/role: profession, occupation, role, beruf, métier, profesión, ocupación, professione, zawód, beroep, profissão, yrke, профессия, професія
emails: e-mail, email, mail, e-mail address, email address, mail address, email id, email addresses, emails, e-mail-adresse, emailadresse, mailadresse, mail-adresse, adresse e-mail, adresse email, adresse mail, adresse de messagerie, messagerie, adresse électronique, courriel, adresse courriel, mél, correo, correo electrónico, dirección de correo electrónico, dirección de correo, dirección del correo electrónico, posta elettronica, indirizzo posta elettronica, indirizzo di posta elettronica, indirizzo e-mail, indirizzo email, adres e-mail, adres email, adres poczty elektronicznej, poczta elektroniczna, poczta, e-mailadres, emailadres, mailadres, e-post, epost, e-postadress, sähköposti, sähköpostiosoite, elektronická pošta, e-posta, endereço de e-mail, endereço de email, correio eletrônico, электронная почта, адрес электронной почты, эл почта, почта, имейл, электронный адрес, електронна пошта, електронна адреса, адреса електронної пошти, ел пошта, пошта, メール, メールアドレス, 电子邮件, 邮箱, 電子郵件
emails/2: secondary email, secondary e-mail, alternate email, alternative email, zweite e-mail, sekundäre e-mail, adresse électronique secondaire, email secondaria, dodatkowy adres e-mail
phones: tél fixe, téléphone fixe, tel fijo, tel stacjonarny, phone, telephone, phone number, telephone number, phone no, tel, tel no, telephone no, contact number, phones, number, telefon, telefonnummer, rufnummer, tel nr, telefonnr, téléphone, numéro de téléphone, n de téléphone, numéro, teléfono, número de teléfono, telefono, numero di telefono, numero telefono, recapito telefonico, telefon kontaktowy, numer telefonu, nr telefonu, telefoon, telefoonnummer, telefonnummer, puhelin, puhelinnumero, telefone, número de telefone, telefonní číslo, telefonszám, телефон, номер телефона, номер телефону, номер, 電話, 電話番号, 电话, 电话号码, 전화번호, festnetz, festnetznummer, ligne fixe, fixe, teléfono fijo, fijo, vaste telefoon
phones/mobile: mobile phone, mobile number, mobile, cell, cell phone, cellphone, cellular, mobile no, phone mobile, mobil, mobiltelefon, mobilnummer, mobiltelefonnummer, handy, handynummer, natel, portable, tél mobile, téléphone portable, téléphone mobile, numéro de portable, mobile, gsm, móvil, teléfono móvil, celular, teléfono celular, cellulare, numero cellulare, telefono cellulare, komórka, telefon komórkowy, komórkowy, mobiel, mobiele telefoon, mobielnummer, mobiltelefon, matkapuhelin, telemóvel, telefone celular, мобильный, мобильный телефон, сотовый, мобільний, мобільний телефон, 携帯, 携帯電話, 携帯電話番号, 手机, 手机号, 휴대전화
phones/fax: fax, fax number, fax no, telefax, faxnummer, télécopie, télécopieur, numéro de fax, numero di fax, faks, numer faksu, факс
phones/home+fax: home fax, fax privat, fax (ab)
phones/pager: pager nummer, pagernummer, numero cercapersone, pager, pager number, récepteur de radiomessagerie, récepteur d appel, buscapersonas, localizador, cercapersone, пейджер
phones/car: car phone, autotelefon, téléphone voiture, tél voiture, teléfono del automóvil, telefono auto, telefon w samochodzie, autotelefoon
phones/company main: company main phone, company main telephone, telefon firma, firmentelefon, zentrale, téléphone société, téléphone de la société, número de centralita de la organización, telefono principale società, główny telefon do firmy
phones/primary: primary phone, main phone, haupttelefon, téléphone principal, teléfono principal, telefono principale, telefon podstawowy
phones/callback: callback, rückmeldung, rückruf, rappel, numéro de rappel, devolución de llamada, richiamata automatica, wywołanie zwrotne
phones/assistant: assistant's phone, assistant phone, telefon assistent, téléphone de l'assistant(e), téléphone de l'assistant, teléfono del ayudante, telefono assistente, telefon asystenta
phones/radio: radio phone, radio téléphone, radiotelefono, radiotelefon, radioteléfono
phones/telex: telex, télex, télex, teleks, телекс
phones/tty: tty/tdd phone, telefon für hörbehinderte, téléphone tdd/tty, telefono tty/tdd, número ttytdd
phones/isdn: isdn, rnis, rdsi
phones/yahoo: yahoo phone
addresses/1/street: street, street address, street name and number, address line 1, address line, address 1, address1, straße, str, straße und hausnummer, straße hausnummer, straße nr, straße und nr, rue, adresse ligne 1, n° et rue, calle, calle y número, dirección línea 1, domicilio calle, via, via e numero, indirizzo riga 1, ulica, ulica i numer, ulica i nr, straat, straat en huisnummer, gata, gatuadress, gade, gateadresse, katuosoite, lähiosoite, ulice, utca, rua, logradouro, улица, улица дом, вулиця, вулиця будинок, 番地, 街道
addresses/1/street_number: house number, hausnummer, hausnr, numéro de rue, numero civico, número exterior, nr domu, numer domu, huisnummer, дом, будинок
addresses/1/extended: extended address, address extended, apartment, apt, suite, unit, address line 3, adresszusatz, adresszeile 2, complément d'adresse, complément adresse, adresse ligne 2, complemento, dirección línea 2, interno, numer mieszkania, toevoeging, квартира
addresses/1/city: city, town, locality, city town, suburb, ort, stadt, wohnort, ville, commune, localité, ciudad, población, localidad, municipio, città, comune, località, miasto, miejscowość, plaats, woonplaats, stad, stad plaats, postort, by, poststed, kaupunki, postitoimipaikka, město, obec, város, cidade, город, населенный пункт, місто, населений пункт, 市区町村, 城市, 市
addresses/1/region: state, province, region, state province, state or province, state region, county, bundesland, bundesland kanton, kanton, dép région, département ou région, région, provincia, estado, estado provincia, estado o provincia, provincia o estado, provincia estado, regione, prov, województwo, provincie, län, fylke, maakunta, kraj kraj, stát provincie, province état, область, регион, край, регіон, 都道府県, 省
addresses/1/postal_code: postal code, post code, postcode, zip, zip code, zipcode, zip postal code, postal, plz, postleitzahl, code postal, cp, código postal, codigo postal, cap, codice postale, kod pocztowy, postnummer, postnr, postinumero, psč, irányítószám, cep, индекс, почтовый индекс, індекс, поштовий індекс, 郵便番号, 邮编, 邮政编码
addresses/1/country: e land region, country, country region, nation, land, land region, staat, pays, pays région, país, país región, país o región, paese, paese area geografica, nazione, stato, kraj, kraj region, maa, země, ország, страна, країна, 国, 国家, 国名
addresses/1/country_code: country code, ländercode, länderkennzeichen, iso country code
addresses/1/po_box: po box, p o box, post office box, address po box, postfach, boîte postale, bp, b p, apartado, apartado postal, apartado de correos, casella postale, indirizzo casella postale, skrytka pocztowa, skrzynka pocztowa, postbus, caixa postal, абонентский ящик, абонентська скринька
addresses/1/formatted?: address, full address, postal address, mailing address, addresses, adresse, anschrift, postanschrift, adresse postale, dirección, dirección postal, domicilio, indirizzo, indirizzo postale, adres, adresa, adress, osoite, postadress, cím, адрес, адреса, почтовый адрес, поштова адреса, endereço, morada, 住所, 地址
urls: url, website, web site, web page, webpage, homepage, home page, web, internet, web address, website url, www, link, links, webseite, internetseite, site web, site, page web, page d'accueil, site internet, sitio web, página web, sito, sito web, sito internet, pagina web, strona www, strona internetowa, strona sieci web, webbplats, hemsida, kotisivu, webová stránka, сайт, веб-сайт, вебсайт, веб-страница, веб-сторінка, ホームページ, 网站, 网址
urls/home: personal web page, personal website, personal homepage, webseite privat
urls/work: business website, business home page, company website, work website, firmenwebseite
birthday: geb datum, geb am, geb, birthday, birth date, birthdate, date of birth, dob, bday, born, geburtstag, geburtsdatum, geboren, geboren am, date de naissance, naissance, né le, anniversaire, fecha de nacimiento, fecha nacimiento, nacimiento, cumpleaños, data di nascita, nascita, compleanno, data urodzenia, urodziny, geboortedatum, verjaardag, födelsedag, födelsedatum, fødselsdag, fødselsdato, syntymäaika, syntymäpäivä, datum narození, születésnap, data de nascimento, nascimento, doğum günü, doğum tarihi, дата рождения, день рождения, дата народження, день народження, 生年月日, 誕生日, 生日, 出生日期, 생일
birthday/year: birth year, year of birth, geburtsjahr, année de naissance, año de nacimiento, anno di nascita, anno nascita, rok urodzenia, geboortejaar, год рождения, рік народження
birthday/month: birth month, month of birth, geburtsmonat, mois de naissance, mois, mes de nacimiento, mese di nascita, mese nascita, miesiąc urodzenia, geboortemaand, месяц рождения, місяць народження
birthday/day: day of birth, geburtstag tag, jour de naissance, jour, día de nacimiento, giorno di nascita, giorno nascita, dzień urodzenia, geboortedag, число рождения
anniversary: anniversary, wedding anniversary, wedding day, wedding date, jahrestag, hochzeitstag, anniversaire de mariage, anniversaire de mariage ou fête, aniversario, aniversario de boda, anniversario, anniversario di matrimonio, rocznica, rocznica ślubu, trouwdag, bröllopsdag, годовщина, годовщина свадьбы, річниця, річниця весілля, aniversário de casamento
death_date: date of death, death date, deceased, todestag, sterbedatum, date de décès, fecha de fallecimiento, data di morte, data śmierci
notes: notes, note, comment, comments, remarks, remark, memo, info, description, additional information, notizen, notiz, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar, kommentare, remarque, remarques, commentaire, commentaires, notas, nota, observaciones, comentarios, comentario, annotazioni, commenti, commento, osservazioni, notatki, uwagi, komentarz, opmerkingen, notities, aantekeningen, anteckningar, muistiinpanot, muistilaput, poznámky, poznámka, megjegyzés, observações, заметки, заметка, примечание, примечания, комментарий, комментарии, примітки, примітка, нотатки, коментар, коментарі, メモ, 備考, 备注, 注释
tags: labels, group membership, groups, group, categories, category, tags, tag, lists, distribution lists, kategorien, kategorie, gruppe, gruppen, groupes, groupe, catégorie, catégories, libellés, étiquettes, categorías, categoría, grupo, grupos, etiquetas, etiqueta, gruppi, gruppo, categorie, categoria, etichette, kategorie, kategoria, grupa, grupy, etykiety, groep, groepen, categorieën, grupper, kategorier, категории, категория, группы, группа, теги, метки, категорії, категорія, групи, група, мітки, グループ, 分组, 分類
gender: gender, sex, geschlecht, sexe, genre, género, sexo, sesso, genere, płeć, geslacht, kön, køn, пол, стать, 性別, 性别
relations/spouse: spouse, partner, partner in, spouse partner, ehepartner, conjoint(e), conjoint, cónyuge, coniuge, nome coniuge partner, małżonek, współmałżonek, echtgenoot, супруг, супруга
relations/child: children, child, kinder, enfants, hijos, figli, dzieci, kinderen, дети, діти
relations/manager: manager's name, manager name, manager, name des/r vorgesetzten, name des/der vorgesetzten, vorgesetzter, responsable, nombre del director, nome manager, menedżer, imię i nazwisko menedżera
relations/assistant: assistant's name, assistant name, assistant, assistent(in), name assistent, nom de l'assistant(e), nom de l'assistant, nombre del ayudante, nome assistente, imię i nazwisko asystenta
personal_info/hobby: hobby, hobbies, passe-temps, loisirs, aficiones, afición, pasatiempos, zainteresowania, хобби, хобі
photo_url: photo, photo url, user photo, picture url, image url, avatar, avatar url, foto, foto url
languages: language, languages, sprache, langue, idioma, lingua, język, taal, язык, мова
time_zone: time zone, timezone, zeitzone, fuseau horaire, zona horaria, fuso orario
pronouns: pronouns, pronomen, pronoms, pronombres
favorite: favorite, favourite, starred, favorit, favori, favorito, preferito, ulubiony
handles/Skype: skype, skype id, skype name
handles/ICQ: icq, icq id, icq number
handles/AIM: aim, aim id, screen name, nsaimid, nome instant messenger
handles/MSN: msn, msn id, windows live id
handles/Jabber: jabber, jabber id, xmpp
handles/QQ: qq, qq id
handles/IRC: irc, irc id
handles/Google Talk: google id, google talk, gtalk
handles/Yahoo: yahoo id, messenger id
handles/Telegram: telegram, телеграм, telegram username
handles/WhatsApp: whatsapp
handles/Signal: signal
handles/Viber: viber
handles/Twitter: twitter, x twitter, twitter handle
handles/Facebook: facebook, facebook url
handles/Instagram: instagram
handles/LinkedIn: linkedin, linkedin url, linkedin profile
handles/Xing: xing
handles/Mastodon: mastodon
handles: im, im address, imaddress, instant messenger, messenger
"""  # noqa: E501

QUALIFIERS = """
home: residenza, residencia, home, private, personal, privat, private, privater, privates, domicile, personnel, personnelle, privé, privée, maison, particular, domicilio, casa, residencia, residencial, abitazione, ab, privato, privata, personale, domowy, domowa, domowe, prywatny, prywatna, prywatne, dom, thuis, hem, koti, soukromý, personnels, личный, домашний, домашняя, дом, домашній, домашня, особистий, особиста, дім, 自宅
work: work, business, office, geschäftlich, dienstlich, arbeit, firma, büro, bureau, professionnel, professionnelle, pro, travail, trabajo, laboral, oficina, empresa, organización, uff, ufficio, lavoro, aziendale, służbowy, służbowa, służbowe, praca, pracy, werk, zakelijk, arbete, arbeid, arbejde, työ, trabalho, comercial, company, corporate, рабочий, рабочая, служебный, работа, робочий, робоча, службовий, робота, 勤務先, 会社
other: other, weiterer, weitere, weiteres, weiteres/r, weiteres/e, sonstige, andere, autre, otro, otra, altro, altra, inny, inna, inne, overig, annan, muu, outro, outra, другой, другая, інший, інша
mobile: mobile, mobil, cell, cellular, handy, portable, móvil, celular, cellulare, komórkowy, мобильный, мобільний, mobiel
fax: fax, telefax, télécopie, faks, факс
primary: primäre, primärer, primär, primary, main, principal, principale, primaria, primario, haupt, erste, główny, podstawowy, основной, основна, основний
secondary: sekundäre, sekundärer, secondary, secondaire, secundario, secundaria, secondaria, secondario, alternate, alternative, second, zweite, zweiter, dodatkowy, дополнительный, додатковий
"""  # noqa: E501

FILLERS = (
    "de du des d l la le les di del della dell dello da do dos das der die den dem von für of the no nr n r a el al y"
)
"""Words that say nothing: articles, prepositions, and the word for number."""

VAGUE_WORDS = (
    "address adresse anschrift dirección indirizzo adres adresa endereço адрес адреса mailing contact person customer "
    "client member kontakt kunde mitglied contacto cliente contatto klient контакт клієнт клиент"
)
"""Words that the name of a column may have beside the one that counts: ``Home Address City``, ``Customer Email``."""
