import type { Explanation } from '@millrace/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../api/queries.ts'
import { TextField } from '../../ui/fields.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { AccountName, Facts, Time, Who } from '../../ui/values.tsx'
import { counted, namesIn } from '../../ui/words.ts'
import { DatasetFrame, useDatasetParams } from './frame.tsx'

const TONES = { allowed: 'good', partial: 'warn', denied: 'bad' } as const
const OUTCOMES = { passed: 'good', stopped: 'bad', narrowed: 'warn', noted: 'info' } as const

/** Why can I, or can they, or can they not, read this? */
export function WhyScreen() {
  const params = useDatasetParams()
  const { principal: asked = '' } = useSearch({ strict: false }) as { principal?: string }
  const [principal, setPrincipal] = useState(asked)
  const navigate = useNavigate()
  const why = useAsk('explainAccess', {
    query: asked ? { ...params, principal: asked } : params,
  })
  return (
    <DatasetFrame>
      {() => (
        <div className="stack loose">
          <form
            className="filters"
            onSubmit={(event) => {
              event.preventDefault()
              const search = principal.trim() ? { principal: principal.trim() } : {}
              void navigate({ to: '.', search: search as never, replace: true })
            }}
          >
            <TextField
              wide
              label="For whom"
              hint="The ARN of a user or role. Only admins look at others than themselves."
              placeholder="yourself"
              value={principal}
              change={setPrincipal}
            />
            <button type="submit" className="button">
              Explain
            </button>
          </form>
          <Answer to={why}>{(data) => <Explained why={data} />}</Answer>
        </div>
      )}
    </DatasetFrame>
  )
}

function Explained({ why }: { why: Explanation }) {
  return (
    <>
      <p className={`callout ${TONES[why.verdict]}`}>{namesIn(why.summary)}</p>
      <div className="beside">
        <Panel title="How that was decided">
          <ol className="steps">
            {why.steps.map(({ gate, outcome, sentence }) => (
              <li key={sentence} className={OUTCOMES[outcome]}>
                {namesIn(sentence)}
                <div className="small faint">
                  {gate}: {outcome}
                </div>
              </li>
            ))}
          </ol>
        </Panel>
        <Panel title="In short">
          <Facts facts={factsOf(why)} />
        </Panel>
      </div>
    </>
  )
}

function requestWords({ permissions, resource, columns }: Required<Explanation>['request']) {
  const of = columns ? ` (${columns.join(', ')})` : ''
  return `${permissions.join(', ')} on ${resource}${of}`
}

function factsOf(why: Explanation) {
  const { columnsReadable, columnsHidden, approvers } = why
  return [
    ['Whose rights', <Who key="who" arn={why.principal} />],
    ['Columns', `${counted(columnsReadable.length, 'readable one')}, ${columnsHidden} hidden`],
    ['Rows', why.rowFilter ?? (why.verdict === 'denied' ? 'none' : 'all')],
    ['Would give it', why.request && requestWords(why.request)],
    ['Until', why.endsAt ? <Time key="end" at={why.endsAt} both /> : 'no end'],
    [
      'Who can grant',
      approvers.length === 0
        ? undefined
        : approvers.map(({ name, account }) => (
            <div key={`${account.id} ${name}`}>
              {name} <span className="faint">in </span>
              <AccountName account={account} />
            </div>
          )),
    ],
  ] as const
}
