/**
 * Takes the Web Lock `lock` and holds it for the worker's life: the browser gives it back when the worker dies in whatever
 * way. Resolves false where there are no locks (outside secure contexts).
 */
export function holdLock(lock: string): Promise<boolean> {
  if ((navigator.locks as LockManager | undefined) === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    void navigator.locks.request(lock, () => {
      resolve(true);
      return new Promise(() => {});
    });
  });
}
