/** What the variable of the environment names, or else the first. @throws on anything else */
export function chosen<T extends string>(name: string, allowed: readonly [T, ...T[]]): T {
  const wanted = process.env[name] || allowed[0];
  const found = allowed.find((one) => one === wanted);
  if (!found) throw new Error(`${name} must be one of ${allowed.join(', ')}, not ${wanted}.`);
  return found;
}
