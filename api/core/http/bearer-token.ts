/** The token an Authorization header carries (RFC 6750 §2.1). Another scheme counts as none. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w~+/.=-]+) *$/i.exec(authorization ?? '')?.[1];
}
