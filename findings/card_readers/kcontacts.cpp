// Prints what KContacts reads of a file of vCards: kcontacts FILE. How to build it is in what_others_read.py.
#include <KContacts/Addressee>
#include <KContacts/VCardConverter>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>

static QJsonArray list(const QStringList &texts)
{
    return QJsonArray::fromStringList(texts);
}

int main(int, char **arguments)
{
    QFile file(QString::fromLocal8Bit(arguments[1]));
    if (!file.open(QIODevice::ReadOnly)) {
        return 1;
    }
    QJsonArray shown;
    const QByteArray end("\r\nEND:VCARD\r\n");
    QByteArray content = file.readAll();
    for (int start = 0, at; (at = content.indexOf(end, start)) >= 0; start = at + end.size()) {
        const KContacts::Addressee card = KContacts::VCardConverter().parseVCard(content.mid(start, at + end.size() - start));
        QStringList numbers, urls, parts;
        for (const auto &each : card.phoneNumbers()) {
            numbers << each.number();
        }
        if (card.url().isValid()) {
            urls << card.url().url().toString();
        }
        for (const auto &each : card.extraUrlList()) {
            urls << each.url().toString();
        }
        for (const auto &each : card.addresses()) {
            parts << each.postOfficeBox() << each.extended() << each.street() << each.locality() << each.region() << each.postalCode() << each.country();
        }
        shown.append(QJsonObject{{QStringLiteral("FN"), list({card.formattedName()})},
                                 {QStringLiteral("N"), list({card.familyName(), card.givenName(), card.additionalName(), card.prefix(), card.suffix()})},
                                 {QStringLiteral("TEL"), list(numbers)},
                                 {QStringLiteral("EMAIL"), list(card.emails())},
                                 {QStringLiteral("URL"), list(urls)},
                                 {QStringLiteral("ADR"), list(parts)},
                                 {QStringLiteral("ORG"), list({card.organization(), card.department()})},
                                 {QStringLiteral("TITLE"), list({card.title()})},
                                 {QStringLiteral("NOTE"), list({card.note()})},
                                 {QStringLiteral("NICKNAME"), list({card.nickName()})},
                                 {QStringLiteral("CATEGORIES"), list(card.categories())}});
    }
    std::puts(QJsonDocument(shown).toJson(QJsonDocument::Compact).constData());
}
