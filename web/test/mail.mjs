// A mail server for one test: it speaks SMTP and keeps the letters that it is given.
import { createServer } from "node:net";

export async function mailServer(port) {
  const letters = [];
  const server = createServer((socket) => {
    let text = "";
    let data = false;
    socket.setEncoding("utf8");
    socket.write("220 localhost ESMTP\r\n");
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      text += chunk;
      for (let end; (end = text.indexOf(data ? "\r\n.\r\n" : "\r\n")) >= 0; ) {
        const said = text.slice(0, end);
        text = text.slice(end + (data ? 5 : 2));
        if (data) letters.push(plain(said));
        data = !data && /^DATA/i.test(said);
        socket.write(data ? "354 go on\r\n" : /^QUIT/i.test(said) ? "221 bye\r\n" : "250 ok\r\n");
      }
    });
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(port, "127.0.0.1", ready));

  /** Waits for the n-th letter to an address. */
  async function to(address, n = 1) {
    for (let i = 0; i < 1800; i++) {
      const found = letters.filter((l) => l.includes(address));
      if (found.length >= n) return found[n - 1];
      await new Promise((later) => setTimeout(later, 100));
    }
    throw new Error(`${address} was sent no letter ${n}`);
  }
  return { letters, to, close: () => server.close() };
}

/** A letter with its quoted-printable text decoded. */
const plain = (raw) =>
  Buffer.from(raw.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString("utf8");

/** The token of the link in a letter. */
export const linkIn = (letter) => letter.match(/link=([A-Z2-7]+)/)?.[1];
