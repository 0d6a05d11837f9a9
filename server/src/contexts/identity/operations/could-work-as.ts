import type { IdentityParts } from '../deps.ts'
import { couldWorkAs as reaches } from '../model/reachable-roles.ts'

/**
 * Could the user come to work as the role, directly or through others? It tells of what policies
 * allow at all, not of one moment. Without gates: for who must keep two offices apart.
 */
export async function couldWorkAs(
  { directory }: Pick<IdentityParts, 'directory'>,
  of: { user: string; role: string },
): Promise<boolean> {
  const { principalsByArn } = await directory.current()
  const [user, role] = [principalsByArn.get(of.user), principalsByArn.get(of.role)]
  if (user?.kind !== 'user' || role?.kind !== 'role') return false
  return reaches(user, role, principalsByArn.values())
}
