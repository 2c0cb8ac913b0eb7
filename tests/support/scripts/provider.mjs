// An identity provider for the tests: oidc-provider from npm on a port of this machine, with people who need no password.
// Whoever says LOGIN is id-of-LOGIN there. Arguments: where npm packages are, the host that it is reached by, and where
// it sends people back to. Says its port on standard output once it listens.
//
// It also misbehaves when it is told to: POST /tests with {"claims": …} changes what it signs of the next person,
// {"stranger": true} has somebody else sign that, and {"rotate": true} gives it another key from now on.

import { createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// Nobody reads standard output once the port is told; what the provider remarks goes elsewhere.
console.log = console.info = console.error;

const [packages, host, redirect] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(join(packages, "oidc-provider/lib/index.js")).href);

const SECRET = "only-the-tests-know-it";
const newKey = () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { private: privateKey, id: randomUUID() };
};
const encoded = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");
const sign = (key, claims) => {
  const text = [encoded({ alg: "RS256", kid: key.id }), encoded(claims)].join(".");
  return [text, createSign("RSA-SHA256").update(text).sign(key.private, "base64url")].join(".");
};

let key, provider, flaw;
const begin = (issuer) => {
  key = newKey();
  const jwk = { ...key.private.export({ format: "jwk" }), kid: key.id, alg: "RS256", use: "sig" };
  provider = new Provider(issuer, {
    clients: [{ client_id: "fengqiao", client_secret: SECRET, redirect_uris: [redirect] }],
    jwks: { keys: [jwk] },
    cookies: { keys: [SECRET] },
    claims: { openid: ["sub"], profile: ["preferred_username"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id.replace("id-of-", "") }),
    }),
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
  });
  provider.use(async (context, next) => {
    await next();
    if (flaw && context.body?.id_token) {
      const claims = JSON.parse(Buffer.from(context.body.id_token.split(".")[1], "base64url"));
      const signer = flaw.stranger ? { ...newKey(), id: key.id } : key;
      context.body.id_token = sign(signer, { ...claims, ...flaw.claims });
      flaw = undefined;
    }
  });
};

const read = async (request) => {
  let body = "";
  for await (const part of request) body += part;
  return body;
};

// Asks who somebody is, and whether that may be told.
const interact = async (request, response) => {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (request.method === "GET") {
    const field = prompt.name === "login" ? '<label>Login <input name="login" id="login"></label>' : "";
    response.setHeader("content-type", "text/html; charset=utf-8");
    return response.end(
      `<!doctype html><title>${prompt.name}</title><form method="post">${field}
       <button id="go">Go on</button><button id="cancel" name="cancel" value="1">Cancel</button></form>`,
    );
  }
  const said = new URLSearchParams(await read(request));
  let result = { error: "access_denied" };
  if (!said.has("cancel") && prompt.name === "login") {
    result = { login: { accountId: `id-of-${said.get("login")}` } };
  } else if (!said.has("cancel")) {
    const grant = grantId
      ? await provider.Grant.find(grantId)
      : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
    if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(" "));
    if (prompt.details.missingOIDCClaims) grant.addOIDCClaims(prompt.details.missingOIDCClaims);
    result = { consent: { grantId: await grant.save() } };
  }
  return provider.interactionFinished(request, response, result);
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname === "/tests") {
    const { rotate, ...next } = JSON.parse(await read(request));
    if (rotate) begin(provider.issuer);
    else flaw = next;
    response.end();
  } else if (pathname.startsWith("/interaction/")) {
    await interact(request, response);
  } else {
    provider.callback()(request, response);
  }
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  begin(`http://${host}:${port}`);
  process.stdout.write(`${port}\n`);
});
