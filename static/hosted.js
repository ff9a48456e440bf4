// The page that is nothing but the widget: open it as soon as it is there.

window.chatserver = window.chatserver || function () {
  (chatserver.q = chatserver.q || []).push(arguments);
};
chatserver("open");

// Another language must not lose the code of a mail's link, which stands in the fragment.
addEventListener("DOMContentLoaded", () => {
  for (const link of document.querySelectorAll("a[hreflang]")) {
    link.addEventListener("click", () => (link.hash = location.hash));
  }
});
