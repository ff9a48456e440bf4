// The code of a one-time link stands in the fragment, which browsers never send: move it into the form.

const form = document.querySelector("#code-form");
const field = document.querySelector("#code");

function trade() {
  const code = location.hash.slice(1);
  if (!code) return;
  history.replaceState(null, "", location.pathname + location.search); // keep it out of the history
  field.value = code;
  form.requestSubmit();
}

addEventListener("hashchange", trade); // another link opened in this tab
trade();
