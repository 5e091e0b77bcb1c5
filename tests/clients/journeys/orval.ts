import {
  createContact,
  listChanges,
  listContacts,
  logIn,
  patchContact,
  register,
  verifyEmail,
} from "../generated/orval";
import { check, mailedToken } from "./mailbox";

const [api = "", email = ""] = process.argv.slice(2);
const credentials = { email, password: "correct horse battery" };
const plain = globalThis.fetch;
globalThis.fetch = (target, options) => plain(String(target).startsWith("/") ? `${api}${target}` : target, options);

check((await register(credentials)).status === 201, "registered");
check((await verifyEmail({ token: await mailedToken(api, email) })).status === 200, "verified");
const login = await logIn(credentials);
check(login.status === 200 && "access_token" in login.data, "signed in");
const signed = { headers: { Authorization: `Bearer ${login.data.access_token}` } };
const created = await createContact({ first_name: "x" }, signed);
check(created.status === 201 && created.data.first_name === "x", "created");
const refused = await createContact({ first_name: "x".repeat(201) }, signed);
check(refused.status === 422 && "code" in refused.data && refused.data.code === "invalid_input", "a problem has its type");
const patched = await patchContact(created.data.id, { notes: "y" }, signed);
check(patched.status === 200 && patched.data.notes === "y" && patched.data.first_name === "x", "patched");
const listed = await listContacts({ q: "x" }, signed);
check(listed.status === 200 && listed.data.items.length === 1, "listed");
const page = await listChanges(undefined, signed);
check(page.status === 200 && page.data.items[0]?.id === created.data.id && !page.data.has_more, "synchronized");
