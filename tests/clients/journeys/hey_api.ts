import { client } from "../generated/hey_api/client.gen";
import {
  createContact,
  listChanges,
  listContacts,
  logIn,
  patchContact,
  register,
  verifyEmail,
} from "../generated/hey_api/sdk.gen";
import { check, mailedToken } from "./mailbox";

const [api = "", email = ""] = process.argv.slice(2);
const credentials = { email, password: "correct horse battery" };
client.setConfig({ baseUrl: api });

check((await register({ body: credentials })).data?.is_verified === false, "registered");
check((await verifyEmail({ body: { token: await mailedToken(api, email) } })).data?.detail, "verified");
const tokens = (await logIn({ body: credentials })).data;
check(tokens && "access_token" in tokens, "signed in");
client.setConfig({ auth: () => tokens.access_token });
const contact = (await createContact({ body: { first_name: "x" } })).data;
check(contact?.first_name === "x", "created");
const refused = await createContact({ body: { first_name: "x".repeat(201) } });
check(refused.error && "code" in refused.error && refused.error.code === "invalid_input", "a problem has its type");
const patched = await patchContact({ path: { contact_id: contact.id }, body: { notes: "y" } });
check(patched.data?.notes === "y" && patched.data.first_name === "x", "patched");
check((await listContacts({ query: { q: "x" } })).data?.items.length === 1, "listed");
const page = (await listChanges()).data;
check(page?.items[0]?.id === contact.id && !page.has_more, "synchronized");
