// The token in the verification message to an address, from the mailbox of `make run`.
export async function mailedToken(api: string, email: string): Promise<string> {
  for (;;) {
    const mails: { to: string; text: string }[] = await (await fetch(`${api}/_local/mailbox.json`)).json();
    const found = mails.find((mail) => mail.to === email)?.text.match(/verify-email\?token=(\S+)/);
    if (found?.[1]) return found[1];
    await new Promise((done) => setTimeout(done, 500));
  }
}

export function check(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
