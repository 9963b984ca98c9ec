// Before anything is drawn: tells the style sheet whether this browser runs the modules of the page.
if ("noModule" in document.createElement("script")) document.documentElement.classList.add("js");
