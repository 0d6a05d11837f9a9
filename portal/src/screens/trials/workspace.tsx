import type { Workspace } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useAct, useAsk } from '../../api/queries.ts'
import { FormTrouble } from '../../ui/fields.tsx'
import { Panel } from '../../ui/page.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Facts, Pill, type Tone, Who } from '../../ui/values.tsx'

const TONES: Readonly<Record<Workspace['state'], Tone>> = {
  ...{ waiting: 'mute', making: 'info', ready: 'good', ending: 'info', ended: 'mute' },
  failed: 'bad',
}
const EVERY_MS = 2000

interface Of {
  trialId: string
  workspace: Workspace
}

/** Where the trial’s people work: what of it is there, how to get in, and what was kept. */
export function WorkspacePanel({ trialId, workspace }: Of) {
  const { state, failure, files, people } = workspace
  const moving = state === 'making' || state === 'ending'
  useAsk('getTrial', { params: { id: trialId } }, { ...(moving && { everyMs: EVERY_MS }) })
  return (
    <Panel title="Workspace" aside={<Pill tone={TONES[state]}>{state}</Pill>}>
      <div className="stack">
        {state === 'waiting' && !failure && (
          <p className="soft">It is made when the questions of compliance are answered.</p>
        )}
        {failure && (
          <p className={state === 'failed' ? 'callout bad' : 'callout'} role="alert">
            {failure}
          </p>
        )}
        <Facts facts={partsOf(workspace)} />
        <p className="small faint">
          For{' '}
          {people.map((arn, index) => (
            <span key={arn}>
              {index > 0 && ', '}
              <Who arn={arn} />
            </span>
          ))}
        </p>
        <Actions trialId={trialId} workspace={workspace} />
        {files.length > 0 && <Files trialId={trialId} workspace={workspace} />}
      </div>
    </Panel>
  )
}

function partsOf({ parts }: Workspace) {
  return parts.map(({ kind, name, state }): [string, React.ReactNode] => [
    kind,
    <span key={kind} className="breakable">
      {state}
      {name && (
        <>
          {' · '}
          <Named kind={kind} name={name} />
        </>
      )}
    </span>,
  ])
}

function Named({ kind, name }: { kind: Workspace['parts'][number]['kind']; name: string }) {
  if (kind === 'role') return <Who arn={name} />
  if (kind === 'cluster') return <Link to="/compute">{name}</Link>
  return <code>{name}</code>
}

function Actions({ trialId, workspace }: Of) {
  const params = { id: trialId }
  const open = useAct('openWorkspace', ['listNotebooks'], async ({ id }) => {
    const { url } = await call('enterNotebook', { params: { id } })
    window.open(url, '_blank', 'noopener')
  })
  const launch = useAct('launchTrialCluster', ['getTrial', 'listClusters'])
  const mend = useAct('mendWorkspace', ['getTrial'])
  const { mayUse, mayLaunch, mayMend, parts } = workspace
  if (!mayUse && !mayMend) return null
  const cluster = parts.find(({ kind }) => kind === 'cluster')?.state ?? ''
  const runs = /^(starting|waiting|running)$/.test(cluster)
  return (
    <>
      <FormTrouble error={open.error ?? launch.error ?? mend.error} />
      {mayMend && (
        <p className="small soft">What is tried again is done in your name, with your rights.</p>
      )}
      <div className="row">
        {mayUse && (
          <Act doing={open} act={() => open.mutate({ params })} primary>
            Open the notebook
          </Act>
        )}
        {mayLaunch && !runs && (
          <Act doing={launch} act={() => launch.mutate({ params })}>
            Start the cluster
          </Act>
        )}
        {mayMend && (
          <Act doing={mend} act={() => mend.mutate({ params })}>
            Try again
          </Act>
        )}
      </div>
    </>
  )
}

function Act(props: {
  doing: { isPending: boolean }
  act: () => void
  primary?: boolean
  children: React.ReactNode
}) {
  return (
    <button
      type="button"
      className={props.primary ? 'button primary' : 'button'}
      disabled={props.doing.isPending}
      onClick={props.act}
    >
      {props.children}
    </button>
  )
}

/** Kept with the trial when it ended; what was too large is told, and stays where it lay. */
function Files({ trialId: id, workspace }: Of) {
  const [error, setError] = useState<unknown>()
  const save = async (path: string) => {
    try {
      saveFile(await call('getWorkspaceFile', { params: { id }, query: { path } }))
      setError(undefined)
    } catch (trouble) {
      setError(trouble)
    }
  }
  return (
    <div className="stack">
      <h3 className="small soft">Files</h3>
      <ul>
        {workspace.files.map(({ path, digest }) => (
          <li key={path} className="breakable">
            {digest ? (
              <button type="button" className="button small quiet" onClick={() => void save(path)}>
                {path}
              </button>
            ) : (
              <span className="faint">{path}, too large to be kept here</span>
            )}
          </li>
        ))}
      </ul>
      <FormTrouble error={error} />
    </div>
  )
}
