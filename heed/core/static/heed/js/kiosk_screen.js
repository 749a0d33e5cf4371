/* The tablet itself: its screen stays on and whole, and nobody's answers stay on it. */
const WARN_AFTER = 75_000;
const COUNTED_SECONDS = 15;
const TOUCHES = ["pointerdown", "keydown", "input", "scroll", "wheel"];

export function stayAwake() {
  const ask = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

export function offerWholeScreen(button) {
  const show = () => (button.hidden = !document.fullscreenEnabled || document.fullscreenElement);
  button.addEventListener("click", () => document.documentElement.requestFullscreen());
  document.addEventListener("fullscreenchange", show);
  show();
}

/** Asks after a while without a touch whether somebody is there, and counts down. */
export class Attention {
  constructor(dialog, { say, leave }) {
    Object.assign(this, { dialog, say, leave, isWatching: false });
    for (const touch of TOUCHES) {
      addEventListener(touch, () => this.isWatching && this.start(), { passive: true, capture: true });
    }
    dialog.addEventListener("close", () => this.isWatching && this.start());
  }

  start() {
    this.stop();
    this.isWatching = true;
    this.timer = setTimeout(() => this.warn(COUNTED_SECONDS), WARN_AFTER);
  }

  stop() {
    this.isWatching = false;
    clearTimeout(this.timer);
    if (this.dialog.open) this.dialog.close();
  }

  warn(seconds) {
    if (seconds === 0) {
      this.stop();
      this.leave();
      return;
    }
    this.say(seconds);
    if (!this.dialog.open) this.dialog.showModal();
    this.timer = setTimeout(() => this.warn(seconds - 1), 1_000);
  }
}
