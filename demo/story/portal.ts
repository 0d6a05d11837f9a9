import type { AnswerOf, OperationName } from '@millrace/contract'
import { profileToken } from '../../cli/src/api.ts'
import { openHome } from '../../cli/src/home.ts'
import { callNamed, type MembersOf } from '../../cli/src/nouns/call.ts'

/** The portal's API as one person sees it. */
export type Portal = <Name extends OperationName>(
  name: Name,
  members: MembersOf<Name>,
) => Promise<AnswerOf<Name>>

export async function portalOf(profile: string): Promise<Portal> {
  const home = openHome()
  const token = await profileToken(home, profile)
  return async <Name extends OperationName>(name: Name, members: MembersOf<Name>) =>
    (await callNamed(home, { token, name, members })) as AnswerOf<Name>
}
