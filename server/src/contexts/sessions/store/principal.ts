import type { Principal } from '../model/session.ts'

/** JSON has no instants. */
export function withInstants(principal: Principal): Principal {
  if (principal.kind === 'role') return principal
  const { issuedAt, expiresAt, ...caller } = principal.caller
  return {
    kind: 'caller',
    caller: {
      ...caller,
      ...(issuedAt ? { issuedAt: new Date(issuedAt) } : {}),
      ...(expiresAt ? { expiresAt: new Date(expiresAt) } : {}),
    },
  }
}
