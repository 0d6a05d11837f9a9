import type { Memo } from '@millrace/contract'
import { useAsk } from '../../api/queries.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { DECISION_TONES } from '../../ui/tones.ts'
import { Pill, Time, Who } from '../../ui/values.tsx'
import { TrialFrame, useTrialId } from './frame.tsx'

/** Buy or not, why, and who said so? */
export function MemoScreen() {
  const memo = useAsk('getMemo', { params: { id: useTrialId() } })
  return (
    <TrialFrame>
      {() => (
        <Answer to={memo} lines={8}>
          {(data) => <MemoPage memo={data} />}
        </Answer>
      )}
    </TrialFrame>
  )
}

function MemoPage({ memo }: { memo: Memo }) {
  return (
    <div className="beside">
      <Panel>
        <div className="stack loose">
          {memo.sections.map(({ title, markdown }, index) => (
            <section key={title} className="stack">
              <h2>
                {index + 1}. {title}
              </h2>
              <Markdown text={markdown} />
            </section>
          ))}
        </div>
      </Panel>
      <Panel title="Signatures">
        {memo.signatures.length === 0 && <p className="soft">Not signed yet: it may change.</p>}
        <ul className="stack">
          {memo.signatures.map(({ by, at, verdict, dissent }) => (
            <li key={`${by} ${at}`}>
              <div className="row">
                <b>
                  <Who arn={by} />
                </b>
                <Pill tone={DECISION_TONES[verdict]}>{verdict}</Pill>
              </div>
              <div className="small faint">
                <Time at={at} both />
              </div>
              {dissent && <p>Dissent: {dissent}</p>}
            </li>
          ))}
        </ul>
        {memo.digest && (
          <p className="small faint breakable">
            Fixed by its content: <code>{memo.digest}</code>
          </p>
        )}
      </Panel>
    </div>
  )
}
