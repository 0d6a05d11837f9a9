import type { Product } from '@millrace/contract'
import { ChoiceField, TextField } from '../../ui/fields.tsx'

type Parameter = Product['parameters'][number]
export type Values = Record<string, string>

/** What of a product its user chooses. */
export function ParameterFields(props: {
  product: Product
  values: Values
  change: (values: Values) => void
}) {
  const { product, values, change } = props
  return product.parameters.map((parameter) => (
    <ParameterField
      key={parameter.key}
      parameter={parameter}
      value={values[parameter.key] ?? ''}
      change={(value) => change({ ...values, [parameter.key]: value })}
    />
  ))
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

/** What the product proposes. */
export function defaults({ parameters }: Product): Values {
  return Object.fromEntries(
    parameters.map((one) => [one.key, one.default ?? one.allowed?.[0] ?? '']),
  )
}
