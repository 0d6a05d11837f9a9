import type { AnswerOf, BodyOf, OperationName, ParamsOf, QueryOf } from '@millrace/contract'
import type { Actor, Caller } from '../../contexts/identity/index.ts'
import type { Exchange } from '../shared/door.ts'
import type { PortalApiDeps } from './deps.ts'

/** One call, validated, with who made it. */
export interface Call<Name extends OperationName> {
  caller: Caller
  params: ParamsOf<Name>
  query: QueryOf<Name>
  body: BodyOf<Name>
  exchange: Exchange
}

/** Who may call: who signed in, everybody, who runs the platform, or these and who signed in. */
export type Audience = 'people' | 'everybody' | 'operator' | 'people-and-operator'

/** One operation of the table. */
export interface Operation {
  name: OperationName
  audience: Audience
  run(deps: PortalApiDeps, call: unknown): Promise<unknown>
}

export function operation<Name extends OperationName>(
  name: Name,
  run: (deps: PortalApiDeps, call: Call<Name>) => Promise<AnswerOf<Name>>,
): Operation {
  // The call was validated by the schema of `name`, which is where Call<Name> comes from.
  return { name, audience: 'people', run: (deps, call) => run(deps, call as Call<Name>) }
}

/** An operation for everybody. */
export function openOperation<Name extends OperationName>(
  name: Name,
  run: (deps: PortalApiDeps, call: Omit<Call<Name>, 'caller'>) => Promise<AnswerOf<Name>>,
): Operation {
  return { name, audience: 'everybody', run: (deps, call) => run(deps, call as Call<Name>) }
}

/** An operation for who runs the platform: whoever can read its home. */
export function operatorOperation<Name extends OperationName>(
  name: Name,
  run: (deps: PortalApiDeps, call: Omit<Call<Name>, 'caller'>) => Promise<AnswerOf<Name>>,
): Operation {
  return { name, audience: 'operator', run: (deps, call) => run(deps, call as Call<Name>) }
}

/** An operation for who signed in, and for who runs the platform: it answers each their own. */
export function sharedOperation<Name extends OperationName>(
  name: Name,
  run: (
    deps: PortalApiDeps,
    call: Omit<Call<Name>, 'caller'> & { caller: Actor },
  ) => Promise<AnswerOf<Name>>,
): Operation {
  const audience = 'people-and-operator'
  return { name, audience, run: (deps, call) => run(deps, call as Call<Name>) }
}
