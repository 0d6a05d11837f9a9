import type { Expression, Resource, RowAttachment, RowPolicy, RuleChange } from '@millrace/contract'
import { useState } from 'react'
import { useAsk } from '../../api/queries.ts'
import { ChoiceField, TextField } from '../../ui/fields.tsx'
import { ChangeDialog, ConfirmDialog } from './change-dialog.tsx'
import { OwnExpressionField } from './expression-field.tsx'
import { PersonField } from './person-field.tsx'
import { SavedField } from './rule-fields.tsx'

type Kind = 'table' | 'tags' | 'saved'

interface Place {
  kind: Kind
  database: string
  table: string
  expression: Expression
  name: string
}

const NOWHERE: Place = { kind: 'table', database: '', table: '', expression: [], name: '' }

/** Where a policy holds, and for whom. */
export function AttachDialog({ policy, close }: { policy: RowPolicy; close: () => void }) {
  const [place, setPlace] = useState(NOWHERE)
  const [principal, setPrincipal] = useState('')
  const [condition, setCondition] = useState('')
  const changes = (): RuleChange[] => [
    {
      ...{ does: 'attach', policy: policy.name, resource: resourceOf(place) },
      ...(principal.trim() && { principal: principal.trim() }),
      ...(condition.trim() && { condition: condition.trim() }),
    },
  ]
  return (
    <ChangeDialog
      title={`Attach the row policy ${policy.name}`}
      act="Attach the policy"
      close={close}
      fields={['principal', 'condition']}
      changes={changes}
    >
      {(wrong) => (
        <>
          <PlaceFields place={place} change={setPlace} />
          <PersonField
            label="For"
            hint="The ARN of a user or role. Empty: for everybody."
            principal={principal}
            change={setPrincipal}
            problem={wrong('principal')}
          />
          {place.kind === 'table' && (
            <TextField
              label="Only where"
              hint={
                'A condition on tags of who asks: ' +
                'context.iam.principalTags.getTag("desk") == "fx".'
              }
              value={condition}
              change={setCondition}
              problem={wrong('condition')}
            />
          )}
        </>
      )}
    </ChangeDialog>
  )
}

function PlaceFields({ place, change }: { place: Place; change: (place: Place) => void }) {
  const me = useAsk('getMe')
  const put = (part: Partial<Place>) => change({ ...place, ...part })
  return (
    <>
      <ChoiceField
        label="To"
        value={place.kind}
        change={(kind) => put({ kind: kind as Kind })}
        choices={[
          ['table', 'a table'],
          ['tags', 'tables by LF-Tags'],
          ['saved', 'tables by a saved expression'],
        ]}
      />
      {place.kind === 'table' && (
        <>
          <TextField
            label="Database"
            value={place.database}
            change={(database) => put({ database })}
            required
          />
          <TextField
            label="Table"
            value={place.table}
            change={(table) => put({ table })}
            required
          />
        </>
      )}
      {place.kind === 'tags' && (
        <OwnExpressionField
          expression={place.expression}
          change={(expression) => put({ expression })}
        />
      )}
      {place.kind === 'saved' && (
        <SavedField
          accountId={me.data?.account.id ?? ''}
          name={place.name}
          change={(name) => put({ name })}
        />
      )}
    </>
  )
}

export function DetachDialog(props: {
  policy: RowPolicy
  attachment: RowAttachment
  close: () => void
}) {
  const { policy, attachment, close } = props
  const { on, resource, principal, condition } = attachment
  const change: RuleChange = {
    ...{ does: 'detach', policy: policy.name, resource },
    ...(principal && { principal }),
    ...(condition && { condition }),
  }
  return (
    <ConfirmDialog
      title={`Detach ${policy.name} from ${on}?`}
      act="Detach the policy"
      danger
      close={close}
      changes={() => [change]}
      note={<p>The rows that it closes there are open again, unless another policy closes them.</p>}
    />
  )
}

function resourceOf({ kind, database, table, expression, name }: Place): Resource {
  if (kind === 'table') return { kind, database: database.trim(), table: table.trim() }
  if (kind === 'tags') return { kind: 'table-policy', expression }
  return { kind: 'table-policy', expressionName: name }
}
