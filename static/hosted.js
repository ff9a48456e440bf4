// The page that is nothing but the widget: open it as soon as it is there. Until then, and in browsers that are too old
// for it or cannot fetch it, the page is the form that stands in it.

(function () {
  var root = document.documentElement;
  if (!window.indexedDB || !("adoptedStyleSheets" in document)) return;
  root.classList.add("scripted");

  // `load` and `error` of a script do not bubble; they can be caught on their way down.
  var isWidget = function (event) {
    return event.target.tagName === "SCRIPT" && event.target.getAttribute("data-site");
  };
  document.addEventListener("error", function (event) {
    if (isWidget(event)) root.classList.remove("scripted");
  }, true);
  document.addEventListener("load", function (event) {
    if (!isWidget(event) || typeof window.chatserver !== "function") return;
    // Whoever has begun to fill in the form goes on with it.
    var form = document.querySelector("main");
    if (!form || !form.contains(document.activeElement)) window.chatserver("open");
  }, true);

  document.addEventListener("DOMContentLoaded", function () {
    // Another language must not lose the code of a mail's link, which stands in the fragment.
    [].forEach.call(document.querySelectorAll("a[hreflang]"), function (link) {
      link.addEventListener("click", function () {
        link.hash = location.hash;
      });
    });
  });
})();
