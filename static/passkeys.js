// Passkeys: asks the browser for one and puts its answer into the form, which is sent as any other.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// What the server offers, with bytes where it sent text.
function read(options) {
  const key = structuredClone(options.publicKey);
  key.challenge = bytes(key.challenge);
  if (key.user) key.user.id = bytes(key.user.id);
  for (const list of [key.allowCredentials, key.excludeCredentials])
    for (const one of list ?? []) one.id = bytes(one.id);
  return { publicKey: key };
}

// What the browser answers, with text where it has bytes.
function write(found) {
  const answer = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (found.response[name]) answer[name] = text(found.response[name]);
  if (found.response.getTransports) answer.transports = found.response.getTransports();
  return JSON.stringify({
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    authenticatorAttachment: found.authenticatorAttachment ?? undefined,
    clientExtensionResults: found.getClientExtensionResults(),
    response: answer,
  });
}

async function ask(form) {
  const kind = form.dataset.passkey;
  if (kind === "add") {
    const made = read(JSON.parse(document.getElementById("passkey-options").textContent).creation_options);
    const alone = form.querySelector("[name=passwordless]")?.checked ?? false;
    Object.assign((made.publicKey.authenticatorSelection ??= {}), {
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone && { userVerification: "required" }),
    });
    return navigator.credentials.create(made);
  }
  const options =
    kind === "sign-in"
      ? await (await fetch(form.action, { headers: { Accept: "application/json" } })).json()
      : JSON.parse(document.getElementById("passkey-options").textContent);
  return navigator.credentials.get(read(options.request_options));
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = form.querySelector("[role=alert]");
    wrong.hidden = true;
    try {
      form.elements.credential.value = write(await ask(form));
      form.submit();
    } catch {
      wrong.hidden = false;
    }
  });
}
