// The page with the number: the button that prints it; without scripts the browser's own menu does.

const button = document.getElementById("print");

// Whoever goes back to this page after signing out must not find the number on it.
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
