import createClient from "openapi-fetch";
import type { paths } from "../generated/openapi_typescript";
import { check, mailedToken } from "./mailbox";

const [api = "", email = ""] = process.argv.slice(2);
const credentials = { email, password: "correct horse battery" };
const client = createClient<paths>({ baseUrl: api });

check((await client.POST("/api/v1/auth/register", { body: credentials })).data?.is_verified === false, "registered");
const token = await mailedToken(api, email);
check((await client.POST("/api/v1/auth/verify-email", { body: { token } })).data?.detail, "verified");
const tokens = (await client.POST("/api/v1/auth/login", { body: credentials })).data;
check(tokens && "access_token" in tokens, "signed in");
client.use({ onRequest: ({ request }) => request.headers.set("Authorization", `Bearer ${tokens.access_token}`) });
const contact = (await client.POST("/api/v1/contacts", { body: { first_name: "x" } })).data;
check(contact?.first_name === "x", "created");
const refused = await client.POST("/api/v1/contacts", { body: { first_name: "x".repeat(201) } });
check(refused.error && "code" in refused.error && refused.error.code === "invalid_input", "a problem has its type");
const patched = await client.PATCH("/api/v1/contacts/{contact_id}", {
  params: { path: { contact_id: contact.id } },
  body: { notes: "y" },
  headers: { "Content-Type": "application/merge-patch+json" },
});
check(patched.data?.notes === "y" && patched.data.first_name === "x", "patched");
check((await client.GET("/api/v1/contacts", { params: { query: { q: "x" } } })).data?.items.length === 1, "listed");
const page = (await client.GET("/api/v1/contacts/changes")).data;
check(page?.items[0]?.id === contact.id && !page.has_more, "synchronized");
