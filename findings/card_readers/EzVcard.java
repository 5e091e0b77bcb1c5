// Prints what ez-vcard reads of a file of vCards: java -cp /usr/share/java/ez-vcard.jar EzVcard.java FILE (Debian: libez-vcard-java).
import ezvcard.*;
import ezvcard.property.*;
import java.io.File;
import java.util.*;

public class EzVcard {
    public static void main(String[] arguments) throws Exception {
        StringJoiner shown = new StringJoiner(",", "[", "]");
        for (VCard card : Ezvcard.parse(new File(arguments[0])).all()) {
            Map<String, List<String>> found = new LinkedHashMap<>();
            if (card.getFormattedName() != null) add(found, "FN", card.getFormattedName().getValue());
            StructuredName name = card.getStructuredName();
            if (name != null) {
                add(found, "N", name.getFamily()); add(found, "N", name.getGiven());
                for (List<String> part : List.of(name.getAdditionalNames(), name.getPrefixes(), name.getSuffixes())) for (String each : part) add(found, "N", each);
            }
            for (Telephone each : card.getTelephoneNumbers()) add(found, "TEL", each.getText() != null ? each.getText() : each.getUri().toString());
            for (Email each : card.getEmails()) add(found, "EMAIL", each.getValue());
            for (Note each : card.getNotes()) add(found, "NOTE", each.getValue());
            for (Url each : card.getUrls()) add(found, "URL", each.getValue());
            for (Title each : card.getTitles()) add(found, "TITLE", each.getValue());
            for (Organization each : card.getOrganizations()) for (String unit : each.getValues()) add(found, "ORG", unit);
            for (Nickname each : card.getNicknames()) for (String one : each.getValues()) add(found, "NICKNAME", one);
            for (Categories each : card.getCategoriesList()) for (String one : each.getValues()) add(found, "CATEGORIES", one);
            for (Address each : card.getAddresses())
                for (List<String> part : List.of(each.getPoBoxes(), each.getExtendedAddresses(), each.getStreetAddresses(), each.getLocalities(), each.getRegions(), each.getPostalCodes(), each.getCountries()))
                    for (String one : part) add(found, "ADR", one);
            StringJoiner members = new StringJoiner(",", "{", "}");
            found.forEach((key, values) -> {
                StringJoiner list = new StringJoiner(",", "[", "]");
                for (String each : values) list.add(quoted(each));
                members.add(quoted(key) + ":" + list);
            });
            shown.add(members.toString());
        }
        System.out.write(shown.toString().getBytes("UTF-8"));
        System.out.flush();
    }

    static void add(Map<String, List<String>> found, String key, String value) {
        if (value != null) found.computeIfAbsent(key, each -> new ArrayList<>()).add(value);
    }

    static String quoted(String text) {
        StringBuilder built = new StringBuilder("\"");
        for (char each : text.toCharArray())
            if (each == '"' || each == '\\') built.append('\\').append(each);
            else if (each < ' ' || Character.isSurrogate(each)) built.append(String.format("\\u%04x", (int) each));
            else built.append(each);
        return built.append('"').toString();
    }
}
