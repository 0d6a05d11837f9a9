import type { TrialDetail } from '@millrace/contract'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { FormTrouble, LongTextField } from '../../ui/fields.tsx'

/** The questions of day 0. With the last answer the bands freeze, and the trial runs. */
export function Comply({ trial }: { trial: TrialDetail }) {
  const [answers, setAnswers] = useState<Record<string, string>>({})
  const answer = useAct('answerCompliance', ['getTrial', 'listTrials'])
  const open = trial.compliance.filter((one) => one.answer === undefined)
  const given = Object.entries(answers)
    .filter(([, text]) => text.trim() !== '')
    .map(([question, text]) => ({ question, answer: text }))
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        answer.mutate({ params: { id: trial.id }, body: { answers: given } })
      }}
    >
      <p className="small soft">
        With the last answer the acceptance bands freeze, and the trial runs.
      </p>
      {open.map(({ question }) => (
        <LongTextField
          key={question}
          label={question}
          rows={2}
          value={answers[question] ?? ''}
          change={(text) => setAnswers({ ...answers, [question]: text })}
        />
      ))}
      <FormTrouble error={answer.error} />
      <div className="row">
        <button
          type="submit"
          className="button primary"
          disabled={answer.isPending || given.length === 0}
        >
          {answer.isPending ? 'Answering…' : 'Answer'}
        </button>
      </div>
    </form>
  )
}
