// Passkeys: what the server asks for is handed to the browser, and its answer sent back.

const decode = (text) => Uint8Array.from(
  atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0),
);
const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const STOPPED = "Chưa dùng được khóa: đã hủy, hoặc thiết bị không có khóa cho trang này. Bấm lại, hoặc vào bằng mã.";
const KNOWN = "Thiết bị này đã có khóa đăng nhập rồi.";
const LOST = "Chưa kết nối được với máy chủ. Kiểm tra mạng rồi bấm lại.";

// Whether this browser can have passkeys here.
export const available = () => Boolean(globalThis.PublicKeyCredential && navigator.credentials);

// The server's answer; an Error with its words where it refuses.
async function post(path, body) {
  let answer;
  try {
    answer = await fetch(path, { method: "POST", body });
  } catch {
    throw new Error(LOST);
  }
  const type = answer.headers.get("content-type") ?? "";
  const said = type.startsWith("application/json") ? await answer.json() : {};
  if (!answer.ok) throw new Error(said.why ?? "Phiên đã hết. Tải lại trang rồi đăng nhập lại.");
  return said;
}

async function asked(work) {
  try {
    return await work();
  } catch (error) {
    throw new Error(error.name === "InvalidStateError" ? KNOWN : STOPPED);
  }
}

const described = (list) => (list ?? []).map((one) => ({ ...one, id: decode(one.id) }));
const idOf = (made) => ({ id: made.id, rawId: encode(made.rawId), type: made.type });

// Come in; the page to go on to.
export async function signIn(to) {
  const options = await post("/ban/vao/khoa/hoi");
  options.challenge = decode(options.challenge);
  options.allowCredentials = described(options.allowCredentials);
  const made = await asked(() => navigator.credentials.get({ publicKey: options }));
  const response = {
    clientDataJSON: encode(made.response.clientDataJSON),
    authenticatorData: encode(made.response.authenticatorData),
    signature: encode(made.response.signature),
  };
  const sent = JSON.stringify({ ...idOf(made), response });
  return (await post(`/ban/vao/khoa?den=${encodeURIComponent(to)}`, sent)).to;
}

// Make a passkey of this name for who is signed in.
export async function register(name) {
  const options = await post("/ban/phien/khoa/hoi");
  options.challenge = decode(options.challenge);
  options.user.id = decode(options.user.id);
  options.excludeCredentials = described(options.excludeCredentials);
  const made = await asked(() => navigator.credentials.create({ publicKey: options }));
  const response = {
    clientDataJSON: encode(made.response.clientDataJSON),
    attestationObject: encode(made.response.attestationObject),
  };
  const sent = JSON.stringify({ ...idOf(made), response });
  await post(`/ban/phien/khoa?ten=${encodeURIComponent(name)}`, sent);
}
