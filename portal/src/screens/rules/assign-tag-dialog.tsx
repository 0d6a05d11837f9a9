import type {
  Dataset,
  LevelTag,
  Resource,
  RuleChange,
  Tag,
  TagsOfDataset,
} from '@millrace/contract'
import { useState } from 'react'
import { useAsk } from '../../api/queries.ts'
import { ChoiceField } from '../../ui/fields.tsx'
import { ChangeDialog } from './change-dialog.tsx'

/** What of a dataset bears a tag: `database`, `table`, or the name of a column. */
export type Target =
  | { level: 'database' }
  | { level: 'table' }
  | { level: 'column'; column: string }

interface Assigning {
  dataset: Dataset
  tags: TagsOfDataset
  target: Target
  close: () => void
}

/** One tag on one level of a dataset: another value, or none of its own. */
export function AssignTagDialog({ dataset, tags, target, close }: Assigning) {
  const [where, setWhere] = useState(textOf(target))
  const [tag, setTag] = useState({ key: '', value: '' })
  const there = setAt(tags, targetOf(where)).find(({ key }) => key === tag.key)
  const changes = (): RuleChange[] => {
    const resource = resourceOf(dataset, targetOf(where))
    const on = { account: dataset.account.id, resource }
    if (tag.value !== '') return [{ does: 'assign', ...on, tags: [tag] }]
    const taken = there && { key: there.key, value: there.value }
    return taken ? [{ does: 'unassign', ...on, tags: [taken] }] : []
  }
  return (
    <ChangeDialog title="Set a tag" act="Set the tag" close={close} fields={[]} changes={changes}>
      {() => (
        <>
          <ChoiceField
            label="On"
            value={where}
            change={setWhere}
            choices={targets(dataset, tags)}
          />
          <PairFields
            accountId={dataset.account.id}
            tag={tag}
            change={setTag}
            there={there}
            hint={hintOf(tags, targetOf(where), tag.key)}
          />
        </>
      )}
    </ChangeDialog>
  )
}

/** A key of the ontology, and one of its values. */
function PairFields(props: {
  accountId: string
  tag: Tag
  change: (tag: Tag) => void
  /** What is set at that level now. */
  there: LevelTag | undefined
  hint: string
}) {
  const { accountId, tag, change, there, hint } = props
  const known = useAsk('listTags', { query: { limit: 200 } })
  const ontology = (known.data?.items ?? []).filter(({ account }) => account.id === accountId)
  const values = ontology.find(({ key }) => key === tag.key)?.values ?? []
  return (
    <>
      <ChoiceField
        label="Tag"
        hint="Of the account that owns the dataset, and that you may see."
        value={tag.key}
        change={(key) => change({ key, value: '' })}
        choices={[['', 'choose…'], ...ontology.map(({ key }) => [key, key] as const)]}
        required
      />
      <ChoiceField
        label="Value"
        hint={there ? `Now ${there.value}, set here.` : hint}
        value={tag.value}
        change={(value) => change({ ...tag, value })}
        choices={[
          ['', there ? 'none of its own' : 'choose…'],
          ...values.map(({ value }) => [value, value] as const),
        ]}
        required={!there}
      />
    </>
  )
}

/** What is set on that level itself. */
export function setAt(tags: TagsOfDataset, target: Target): readonly LevelTag[] {
  return countingAt(tags, target).filter(({ from }) => from === target.level)
}

function countingAt(tags: TagsOfDataset, target: Target): readonly LevelTag[] {
  if (target.level === 'database') return tags.database
  if (target.level === 'table') return tags.table
  return tags.columns.find(({ name }) => name === target.column)?.tags ?? []
}

function hintOf(tags: TagsOfDataset, target: Target, key: string): string {
  const tag = countingAt(tags, target).find((one) => one.key === key)
  return tag ? `Now ${tag.value}, from the ${tag.from}.` : 'It has none now.'
}

function targets({ database, table }: Dataset, { columns }: TagsOfDataset) {
  return [
    ['database', `database ${database}`],
    ['table', `table ${table}`],
    ...columns.map(({ name }) => [`column ${name}`, `column ${name}`] as const),
  ] as const
}

function textOf(target: Target): string {
  return target.level === 'column' ? `column ${target.column}` : target.level
}

function targetOf(where: string): Target {
  if (where === 'database') return { level: 'database' }
  if (where === 'table') return { level: 'table' }
  return { level: 'column', column: where.slice('column '.length) }
}

function resourceOf({ database, table }: Dataset, target: Target): Resource {
  if (target.level === 'database') return { kind: 'database', database }
  if (target.level === 'table') return { kind: 'table', database, table }
  return { kind: 'columns', database, table, include: [target.column] }
}
