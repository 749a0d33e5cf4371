/* The tablet itself: its screen stays on and whole, and nobody's answers stay on it. */
export const PUT_AWAY_AFTER = 90_000;
const COUNTED = 15_000;
const SECOND = 1_000;
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

/** Asks after a while without a touch whether somebody is there, and counts down.

    It goes by the clock: on a tablet that slept, timers stood still, and who wakes it may be
    somebody else. */
export class Attention {
  constructor(dialog, { say, leave }) {
    Object.assign(this, { dialog, say, leave, isWatching: false });
    for (const touch of TOUCHES) {
      addEventListener(touch, () => this.renew(), { passive: true, capture: true });
    }
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
    dialog.addEventListener("close", () => this.isWatching && this.start());
    document.addEventListener("visibilitychange", () => this.isWatching && this.look());
  }

  /** A finger on the question whether somebody is there answers that, not what lies behind it. */
  renew() {
    if (this.isWatching && !this.dialog.open) this.start();
  }

  start() {
    this.stop();
    this.isWatching = true;
    this.leavesAt = Date.now() + PUT_AWAY_AFTER;
    this.timer = setInterval(() => this.look(), SECOND);
  }

  stop() {
    this.isWatching = false;
    clearInterval(this.timer);
    if (this.dialog.open) this.dialog.close();
  }

  look() {
    const left = this.leavesAt - Date.now();
    if (left <= 0) {
      this.stop();
      this.leave();
    } else if (left <= COUNTED) {
      this.say(Math.ceil(left / SECOND));
      if (!this.dialog.open) this.dialog.showModal();
    }
  }
}
