import type { Readable } from 'node:stream'
import type { Caller } from '../../contexts/identity/index.ts'
import type { Place, SessionUser } from '../../contexts/sessions/index.ts'
import { authenticateAws, carriesAwsSignature } from '../shared/authenticate-aws.ts'
import type { Exchange } from '../shared/door.ts'
import type { LivyDeps } from './deps.ts'
import { notSignedIn, wrongCredentials } from './errors.ts'

export interface SignedIn {
  user: SessionUser
  body: Readable
}

const CLUSTER_SERVICE = 'elasticmapreduce.amazonaws.com'
const ACCESS_KEY = /^A[KS]IA[A-Z0-9]{16}$/
const APPLICATION_HOST = /^([^.]+)\.livy\.emr-serverless-services\./

/**
 * Who asks: a pair of cluster credentials (as its role, on its cluster; another cluster's port does
 * not know it), an access key pair (as its user, on a driver of the account), or a signature (on
 * the application that the host names).
 */
export async function signIn(deps: LivyDeps, exchange: Exchange): Promise<SignedIn> {
  const { request } = exchange
  if (carriesAwsSignature(exchange)) {
    const { caller, body } = await authenticateAws(deps.identity, exchange, { now: deps.clock })
    return { user: userOf(caller, placeOf(caller, request.headers.host)), body }
  }
  const pair = basicPair(request.headers.authorization)
  if (!pair) throw notSignedIn({})
  const login = ACCESS_KEY.test(pair.name)
    ? undefined
    : await deps.compute.clusterByCredentials(
        { username: pair.name, password: pair.password },
        exchange,
      )
  if (login) {
    const { accountId, issuedTo: owner, behind, roleArn, cluster, assumedThrough } = login
    const elsewhere = exchange.sidePort !== undefined && exchange.sidePort !== cluster.livyPort
    if (elsewhere) throw wrongCredentials({ name: pair.name })
    const principal = { kind: 'role', roleArn, service: CLUSTER_SERVICE } as const
    const place = { kind: 'cluster', id: cluster.id } as const
    const user = { accountId, owner, behind, principal, place, assumedThrough }
    return { user, body: request }
  }
  const key = { accessKeyId: pair.name, secretAccessKey: pair.password }
  const caller = await deps.identity.signInWithKey(key, exchange)
  if (!caller) throw wrongCredentials({ name: pair.name })
  return { user: userOf(caller, { kind: 'account', id: caller.accountId }), body: request }
}

function userOf(caller: Caller, place: Place): SessionUser {
  // Two people in one role are two users: the ARN of a role session has its name.
  const { accountId, arn: owner, behind = owner, assumedThrough = [] } = caller
  const principal = { kind: 'caller', caller } as const
  return { accountId, owner, behind, principal, place, assumedThrough, caller }
}

function placeOf(caller: Caller, host = ''): Place {
  const application = APPLICATION_HOST.exec(host)?.[1]
  if (application) return { kind: 'application', id: application }
  return { kind: 'account', id: caller.accountId }
}

function basicPair(header: string | undefined): { name: string; password: string } | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1]
  if (!encoded) return undefined
  const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  return { name, password: rest.join(':') }
}
