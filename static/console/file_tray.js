// Choosing files, and the files that go with the next message: how far each is, and what went wrong.

import { button, el, setAttribute, setText } from "./dom.js";
import { wordSize } from "./file_view.js";
import { reconcile } from "./keyed.js";

const parts = new WeakMap();

export class FileTray {
  choose; // the button that opens the browser's dialog
  #app;
  #id = "";
  #list;
  #field;

  constructor(app) {
    this.#app = app;
    const { texts } = app;
    const change = () => {
      this.add([...this.#field.files]);
      this.#field.value = ""; // the same file may be chosen again
    };
    this.#field = el("input", { type: "file", multiple: true, hidden: true, on: { change } });
    this.choose = button("quiet", texts.say("console.file.attach"), () => this.#field.click(), { title: texts.say("console.file.attach_title") });
    this.#list = el("ul", { class: "tray", role: "list", "aria-label": texts.say("console.file.list") });
    this.element = el("div", { hidden: true }, this.#list, this.#field);
  }

  /** Send files, as many as a message may have. */
  add(files) {
    const { attachments, texts } = this.#app;
    if (!files.length || this.choose.hidden) return;
    if (!attachments.add(this.#id, files)) this.#app.notify(texts.say("console.file.too_many"));
  }

  /** Take the files that come with a paste; words that come with a picture of themselves stay words. */
  paste(event) {
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    this.add([...files]);
  }

  /** Let files be dropped on an element. */
  listenOn(element) {
    const holds = (event) => !this.choose.hidden && event.dataTransfer?.types.includes("Files");
    element.addEventListener("dragover", (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      element.classList.add("dropping");
    });
    element.addEventListener("dragleave", (event) => element.contains(event.relatedTarget) || element.classList.remove("dropping"));
    element.addEventListener("drop", (event) => {
      element.classList.remove("dropping");
      if (!holds(event)) return;
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
    });
  }

  /** Show the files of a conversation; not while a note is being written, which has none. */
  draw(id, { noting }) {
    this.#id = id;
    const uploads = this.#app.attachments.of(id);
    this.choose.hidden = noting;
    this.element.hidden = noting || !uploads.length;
    reconcile(this.#list, uploads, (upload) => upload, (upload) => this.#make(upload), (item, upload) => this.#fill(item, upload));
  }

  #make(upload) {
    const { texts, attachments } = this.#app;
    const own = {
      progress: el("progress", { max: upload.size, "aria-label": texts.say("console.file.progress", { name: upload.name }) }),
      state: el("span", { class: "file-size", role: "status" }),
      again: button("link", texts.say("console.message.retry"), () => upload.send()),
    };
    const remove = button("quiet", "×", () => attachments.remove(this.#id, upload), { "aria-label": texts.say("console.file.remove", { name: upload.name }) });
    const item = el("li", { class: "file" }, el("span", { class: "file-name", dir: "auto", text: upload.name }), own.state, own.progress, own.again, remove);
    parts.set(item, own);
    return item;
  }

  #fill(item, upload) {
    const { texts } = this.#app;
    const own = parts.get(item);
    const { failed, file, received, size } = upload;
    own.progress.hidden = Boolean(file || failed);
    own.again.hidden = !failed || upload.final;
    setAttribute(own.progress, "value", received);
    own.state.classList.toggle("bad", Boolean(failed));
    const why = failed === "interrupted" ? texts.say("console.file.interrupted") : failed;
    setText(own.state, why || (file ? wordSize(size, texts) : `${Math.floor((received / size) * 100) || 0} %`));
  }
}
