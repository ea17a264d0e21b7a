// The service behind the grid: what is read, checked and saved.

export class Server {
  constructor(address) {
    this.address = address;
  }

  read() {
    return fetch(`${this.address}/grid`, { headers: { Accept: "application/json" } });
  }

  async post(path, body) {
    const answer = await this.#send(path, body);
    return answer.status === 403 && (await this.#renew()) ? this.#send(path, body) : answer;
  }

  // Whoever signed in anew since the page was loaded has other tokens for all forms of it.
  async #renew() {
    const answer = await fetch(this.address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) {
      return false;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    fill("csrf", page.querySelector("input[name=csrf]").value);
    return true;
  }

  #send(path, body) {
    return fetch(`${this.address}/${path}`, {
      method: "POST",
      headers: {
        Accept: "application/json, application/problem+json",
        "Content-Type": "application/json",
        "X-CSRF-Token": document.querySelector("input[name=csrf]").value,
      },
      body: JSON.stringify(body),
    });
  }
}

// Gives a value to all hidden fields of a name.
export function fill(name, value) {
  document.querySelectorAll(`input[name=${name}]`).forEach((input) => {
    input.value = value;
  });
}

export async function problem(answer) {
  try {
    return await answer.json();
  } catch {
    return { detail: `The server answered ${answer.status}: load the page again.` };
  }
}
