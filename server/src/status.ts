import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Status } from '@millrace/contract'

interface Facts {
  home: string
  url: string
  version: string
  ready(): boolean
  isolation(): Status['isolation']
  /** Of the standby drivers; undefined as long as none was asked for. */
  drivers(): { state: 'warming' | 'ready' | 'failed'; detail: string } | undefined
  /** Of the S3 endpoint where blobs lie; undefined where they are files. */
  objects: { state: 'ok' | 'failed' } | undefined
  /** Where vendors push by SFTP, where they may. */
  sftp: Status['sftp'] | undefined
}

/** What the platform says of itself; provisioning and the demo leave their state in the home. */
export function readStatus(facts: Facts): Status {
  const ready = facts.ready()
  const engine = engineState(facts)
  return {
    url: facts.url,
    version: facts.version,
    ready,
    isolation: facts.isolation(),
    engine,
    demo: demoState(facts.home),
    components: [
      { name: 'server', state: ready ? 'ok' : 'starting' },
      { name: 'engine', state: componentState(engine.state), detail: engine.detail },
      ...objectsComponent(facts.objects),
      ...sftpComponent(facts.sftp),
    ],
    ...(facts.sftp && { sftp: facts.sftp }),
  }
}

/** Anybody may ask: where the endpoint is, and what it said, is for operators. */
function objectsComponent(objects: Facts['objects']): Status['components'] {
  if (!objects) return []
  const { state } = objects
  const detail = state === 'ok' ? 'their S3 endpoint answers' : 'their S3 endpoint fails'
  return [{ name: 'objects', state, detail }]
}

function sftpComponent(sftp: Status['sftp']): Status['components'] {
  if (!sftp) return []
  const detail = `${sftp.address}, host key ${sftp.hostKeySha256}`
  return [{ name: 'sftp landing', state: 'ok', detail }]
}

function engineState({ home, drivers }: Facts): Status['engine'] {
  const provisioned = readState<Status['engine']>(join(home, 'engine/state.json'))
  if (!provisioned) return { state: 'absent', detail: 'nothing is provisioned' }
  if (provisioned.state !== 'ready') return provisioned
  return drivers() ?? { state: 'warming', detail: 'provisioned; no driver stands by yet' }
}

function componentState(state: Status['engine']['state']) {
  if (state === 'ready') return 'ok'
  if (state === 'provisioning' || state === 'warming') return 'starting'
  return state
}

function demoState(home: string): Status['demo'] {
  const found = readState<Status['demo']>(join(home, 'demo.json'))
  if (!found) return { state: 'none' }
  const { state, step, steps, detail } = found
  return { state, ...(step && { step }), ...(steps && { steps }), ...(detail && { detail }) }
}

function readState<State>(path: string): State | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as State
  } catch {
    return undefined
  }
}
