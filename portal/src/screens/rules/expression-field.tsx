import type { Expression, LfTag } from '@millrace/contract'
import { useAsk } from '../../api/queries.ts'
import { ChoiceField, ManyField } from '../../ui/fields.tsx'

type Term = Expression[number]

/** All of these keys, and of each one of the values. */
export function ExpressionField(props: {
  ontology: readonly LfTag[]
  expression: readonly Term[]
  change: (expression: Term[]) => void
}) {
  const { ontology, expression, change } = props
  const left = ontology.filter(({ key }) => !expression.some((term) => term.key === key))
  const put = (at: number, term: Term) => change(expression.toSpliced(at, 1, term))
  return (
    <div className="stack">
      {expression.map((term, at) => (
        <div key={term.key} className="term">
          <ManyField
            label={`${term.key} is one of`}
            choices={valuesOf(ontology, term.key)}
            chosen={term.values}
            change={(values) => put(at, { ...term, values: [...values] })}
          />
          <button
            type="button"
            className="button small"
            aria-label={`Remove ${term.key}`}
            onClick={() => change(expression.toSpliced(at, 1))}
          >
            Remove
          </button>
        </div>
      ))}
      <ChoiceField
        label={expression.length === 0 ? 'Tagged with' : 'And with'}
        hint="Of several keys all must be met, of the values of a key one."
        value=""
        change={(key) => key && change([...expression, { key, values: [] }])}
        choices={[
          ['', left.length === 0 ? 'no other tag that you may see' : 'choose a tag…'],
          ...left.map(({ key }) => [key, key] as const),
        ]}
        required={expression.length === 0}
      />
    </div>
  )
}

/** By tags of the own account. */
export function OwnExpressionField(props: {
  expression: Expression
  change: (expression: Expression) => void
}) {
  const me = useAsk('getMe')
  const tags = useAsk('listTags', { query: { limit: 200 } })
  const own = (tags.data?.items ?? []).filter(({ account }) => account.id === me.data?.account.id)
  return <ExpressionField ontology={own} {...props} />
}

function valuesOf(ontology: readonly LfTag[], key: string): string[] {
  return ontology.find((tag) => tag.key === key)?.values.map(({ value }) => value) ?? []
}
