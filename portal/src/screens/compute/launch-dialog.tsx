import type { Product } from '@millrace/contract'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ChoiceField, TextField } from '../../ui/fields.tsx'
import { FormEnd } from '../../ui/form-end.tsx'

type Parameter = Product['parameters'][number]
type Values = Record<string, string>

/** The product's own questions, each with a default that works. */
export function LaunchDialog({ product, close }: { product: Product; close: () => void }) {
  const [name, setName] = useState('')
  const [values, setValues] = useState<Values>(() => defaults(product))
  const navigate = useNavigate()
  const launch = useAct('launchCluster', ['listClusters'], () => {
    close()
    void navigate({ to: '/compute' })
  })
  return (
    <Dialog title={product.name} close={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          launch.mutate({ body: { productId: product.id, name, parameters: values } })
        }}
      >
        <TextField
          label="Name"
          hint="You and the audit will know it by this."
          value={name}
          change={setName}
          required
        />
        {product.parameters.map((parameter) => (
          <ParameterField
            key={parameter.key}
            parameter={parameter}
            value={values[parameter.key] ?? ''}
            change={(value) => setValues({ ...values, [parameter.key]: value })}
          />
        ))}
        <FormEnd doing={launch} close={close}>
          Start the cluster
        </FormEnd>
      </form>
    </Dialog>
  )
}

function ParameterField(props: {
  parameter: Parameter
  value: string
  change: (value: string) => void
}) {
  const { parameter, value, change } = props
  const hint = parameter.description ? { hint: parameter.description } : {}
  const shared = { label: parameter.label, value, change, ...hint }
  if (parameter.allowed)
    return <ChoiceField {...shared} choices={parameter.allowed.map((one) => [one, one])} />
  const numeric = parameter.minimum !== undefined || parameter.maximum !== undefined
  return (
    <TextField
      {...shared}
      type={numeric ? 'number' : 'text'}
      {...(parameter.minimum === undefined ? {} : { min: parameter.minimum })}
      {...(parameter.maximum === undefined ? {} : { max: parameter.maximum })}
    />
  )
}

function defaults({ parameters }: Product): Values {
  return Object.fromEntries(
    parameters.map((one) => [one.key, one.default ?? one.allowed?.[0] ?? '']),
  )
}
