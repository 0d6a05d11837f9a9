import type { Product } from '@millrace/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct, usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { CheckField, ChoiceField, FormTrouble, TextField } from '../../ui/fields.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { defaults, ParameterFields } from '../compute/product-fields.tsx'
import { AimFields, BandFields, DataFields, type Fields, PeopleFields } from './charter-fields.tsx'
import { bodyOf, type Draft, NO_DRAFT } from './draft.ts'

/** A charter: written down before anybody looks. */
export function NewTrialScreen() {
  const { dataset = '' } = useSearch({ strict: false }) as { dataset?: string }
  const [draft, set] = useState<Draft>({ ...NO_DRAFT, dataset })
  const navigate = useNavigate()
  const open = useAct('openTrial', ['listTrials'], ({ id }) => {
    void navigate({ to: paths.trial(id) })
  })
  const body = bodyOf(draft)
  return (
    <Page
      title="New trial"
      lead="What is to be proved, by which numbers, on which data, until when and for how much."
      trail={[['Trials', '/trials']]}
    >
      <form
        className="stack loose"
        onSubmit={(event) => {
          event.preventDefault()
          if (body) open.mutate({ body })
        }}
      >
        <Parts draft={draft} set={set} />
        <p className="small soft">
          Six questions of compliance come next, on the trial’s page. With the last answer the bands
          freeze, the workspace is made, and the trial runs.
        </p>
        <FormTrouble error={open.error} />
        <div className="row">
          <button type="submit" className="button primary" disabled={open.isPending || !body}>
            {open.isPending ? 'Opening…' : 'Open the trial'}
          </button>
        </div>
      </form>
    </Page>
  )
}

function Parts(fields: Fields) {
  return (
    <>
      <Panel title="1. What it is to prove">
        <AimFields {...fields} />
      </Panel>
      <Panel title="2. The data">
        <DataFields {...fields} />
      </Panel>
      <Panel title="3. Acceptance bands">
        <BandFields {...fields} />
      </Panel>
      <Panel title="4. Box and budget">
        <BoxFields {...fields} />
      </Panel>
      <Panel title="5. People">
        <PeopleFields {...fields} />
      </Panel>
      <Panel title="6. Workspace">
        <WorkspaceFields {...fields} />
      </Panel>
    </>
  )
}

function BoxFields({ draft, set }: Fields) {
  return (
    <div className="stack">
      <TextField
        label="Days"
        type="number"
        min={1}
        max={180}
        hint="An extension needs a reason and a second person."
        value={draft.days}
        change={(days) => set({ ...draft, days })}
        required
      />
      <TextField
        label="Budget in USD"
        type="number"
        min={0}
        hint="Of measuring and of the workspace’s cluster; what is spent ends both."
        value={draft.budgetUsd}
        change={(budgetUsd) => set({ ...draft, budgetUsd })}
        required
      />
    </div>
  )
}

const WORKSPACE_HINT =
  'A database, a role that reads the data, and notebooks; gone when the trial ends. You need the ' +
  'right to make roles and databases, and to grant the data.'

/** Made in one’s own name; who owns and evaluates may use it. */
function WorkspaceFields({ draft, set }: Fields) {
  const { workspace, cluster } = draft
  return (
    <div className="stack">
      <CheckField
        label="Make a workspace"
        hint={WORKSPACE_HINT}
        on={workspace}
        change={(on) => set({ ...draft, workspace: on })}
      />
      {workspace && (
        <CheckField
          label="With a cluster"
          hint="Its people start it when they want it; it ends by itself when idle."
          on={cluster}
          change={(on) => set({ ...draft, cluster: on })}
        />
      )}
      {workspace && cluster && <ProductFields draft={draft} set={set} />}
    </div>
  )
}

function ProductFields({ draft, set }: Fields) {
  const products = usePages('listProducts')
  const choose = (product: Product) =>
    set({ ...draft, product: product.name, parameters: defaults(product) })
  return (
    <Answer
      to={products}
      lines={2}
      emptyNotice={<p className="soft">The catalogue holds no product for you.</p>}
    >
      {(all) => {
        const chosen = all.find(({ name }) => name === draft.product)
        return (
          <div className="stack">
            <ChoiceField
              label="Product"
              value={draft.product}
              change={(name) => {
                const product = all.find((one) => one.name === name)
                if (product) choose(product)
              }}
              choices={[['', 'choose…'], ...all.map(({ name }) => [name, name] as const)]}
              required
            />
            {chosen && (
              <ParameterFields
                product={chosen}
                values={draft.parameters}
                change={(parameters) => set({ ...draft, parameters })}
              />
            )}
          </div>
        )
      }}
    </Answer>
  )
}
