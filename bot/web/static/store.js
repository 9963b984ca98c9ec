// What this browser keeps until the house has it: words where they are safe at once, files in a database.

const MARK = "hejie-";

/** The words kept for one conversation. A browser that keeps nothing still sends. */
export function words(drawer) {
  const name = (kind) => `${MARK}${drawer}-${kind}`;
  return {
    get(kind) {
      try {
        return JSON.parse(localStorage.getItem(name(kind)) || "null");
      } catch (refusal) {
        return null;
      }
    },
    put(kind, value) {
      try {
        if (value === null) localStorage.removeItem(name(kind));
        else localStorage.setItem(name(kind), JSON.stringify(value));
        return true;
      } catch (refusal) {
        return false;
      }
    },
    /** The kinds that begin so, of this conversation. */
    kinds(start) {
      try {
        return Object.keys(localStorage).filter((one) => one.startsWith(name(start)))
          .map((one) => one.slice(name("").length));
      } catch (refusal) {
        return [];
      }
    },
    /** Call `gone` with each kind that another tab takes away. */
    watch(gone) {
      window.addEventListener("storage", (event) => {
        const taken = event.key && event.newValue === null && event.key.startsWith(name(""));
        if (taken) gone(event.key.slice(name("").length));
      });
    },
  };
}

/** The files kept for one conversation; `put` tells whether they are safe. */
export function files(drawer) {
  const key = (name) => `${drawer}/${name}`;
  return {
    get: (name) => work("readonly", (all) => all.get(key(name))).then((found) => found || null, () => null),
    put: (name, list) => work("readwrite", (all) => all.put(list, key(name))).then(() => true, () => false),
    drop: (name) => work("readwrite", (all) => all.delete(key(name))).then(() => true, () => false),
  };
}

let opened = null;

function open() {
  opened = opened || new Promise((resolve, reject) => {
    const request = indexedDB.open("hejie", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files");
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close(); // somebody signs out in another tab
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
  return opened;
}

async function work(mode, doing) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("files", mode);
    const request = doing(transaction.objectStore("files"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** Forget everything of every conversation in this browser. */
export async function wipe() {
  try {
    Object.keys(localStorage).filter((name) => name.startsWith(MARK)).forEach((name) => {
      localStorage.removeItem(name);
    });
  } catch (refusal) {
    // Nothing can have been kept there.
  }
  await new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase("hejie");
      request.onsuccess = request.onerror = request.onblocked = resolve;
    } catch (refusal) {
      resolve();
    }
  });
}
