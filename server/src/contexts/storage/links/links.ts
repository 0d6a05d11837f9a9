import { join } from 'node:path'
import type { Clock } from '../../../foundation/clock.ts'
import type { Log } from '../../../foundation/log.ts'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import { createLinkedBucket } from '../adapters/s3/linked-bucket.ts'
import { createSecurityTokens, type SecurityTokens } from '../adapters/s3/security-tokens.ts'
import type { UpstreamState } from '../adapters/s3/settings.ts'
import { createUpstream } from '../adapters/s3/upstream.ts'
import type { Link } from '../model/link.ts'
import { probeReading } from './probe.ts'

/** The far sides of links. */
export interface Links {
  of(link: Link): LinkedBucket
  /** Undefined where the link is not direct. */
  tokensOf(link: Link): SecurityTokens | undefined
  /** One that nothing is known of yet, not its key either. */
  anew(link: Link): FarSide
  /** How the endpoint answered last. */
  stateOf(link: Link): Promise<UpstreamState>
  close(): void
}

export interface FarSide {
  linked: LinkedBucket
  tokens: SecurityTokens | undefined
  state(): Promise<UpstreamState>
  close(): void
}

/** Far sides are opened when they are asked for, and kept; there are as many as links. */
export function createLinks(deps: { keysDirectory: string; log: Log; clock: Clock }): Links {
  const open = new Map<string, FarSide>()

  function farSide(link: Link): FarSide {
    const name = JSON.stringify(link)
    const present = open.get(name)
    if (present) return present
    const made = openFarSide(deps, link)
    open.set(name, made)
    return made
  }

  return {
    of: (link) => farSide(link).linked,
    tokensOf: (link) => farSide(link).tokens,
    anew: (link) => openFarSide(deps, link),
    stateOf: (link) => farSide(link).state(),
    close() {
      for (const side of open.values()) side.close()
      open.clear()
    },
  }
}

function openFarSide(
  { keysDirectory, log, clock }: { keysDirectory: string; log: Log; clock: Clock },
  link: Link,
): FarSide {
  const { bucket, prefix, endpoint, region, direct } = link
  const credentialsFile = join(keysDirectory, link.key)
  const upstream = createUpstream(
    { bucket, prefix, region, credentialsFile, ...(endpoint === undefined ? {} : { endpoint }) },
    { log, clock, holds: 'a linked bucket' },
  )
  const linked = createLinkedBucket(upstream, link)
  const tokens = direct && createSecurityTokens(link, direct, credentialsFile)
  return {
    linked,
    tokens,
    async state() {
      const state = await upstream.state(() => probeReading(linked))
      const failure = state.state === 'ok' ? tokens?.failure() : undefined
      return failure ? { ...state, state: 'failed', ...failure } : state
    },
    close() {
      upstream.close()
      tokens?.close()
    },
  }
}
