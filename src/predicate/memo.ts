/** The function, asked once for each object: what it answered is kept for as long as the object is. */
export function memo<K extends object, V extends NonNullable<unknown> | null>(make: (key: K) => V): (key: K) => V {
  const kept = new WeakMap<K, V>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    kept.set(key, made);
    return made;
  };
}
