import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidSchema } from '../errors.ts'
import { checkSchema } from './check-schema.ts'
import { fitsDefault } from './default-value.ts'
import { parseLossless, stringifyLossless } from './lossless-json.ts'
import type { IcebergType, Schema } from './schema.ts'

const list = { type: 'list', 'element-id': 9, element: 'int', 'element-required': true } as const

/** Type -> what readers take, and what they cannot parse. Iceberg 1.12, `SingleValueParser`. */
const DEFAULTS: [type: IcebergType, taken: string[], refused: string[]][] = [
  ['boolean', ['true'], ['1', '"true"']],
  ['int', ['34', '-2147483648'], ['2147483648', '-2147483649', '1.5', '"34"', '{"a":1}']],
  ['long', ['34', '9223372036854775807'], ['9223372036854775808', '"34"', '1.5']],
  ['float', ['1.0', '0.5', '1e3', '-1.5'], ['1', '"1.0"', 'true']],
  ['double', ['1.0', '-0.0', '1.5e300'], ['1', '"NaN"']],
  ['decimal(9,2)', ['"14.20"', '"-0.05"', '"1234567.00"'], ['"14.2"', '14.2', '"12345678.00"']],
  ['decimal(4, 0)', ['"12"'], ['"12.0"', '""', '"a"']],
  ['date', ['"2017-11-16"', '"2024-02-29"'], ['"not a date"', '"2023-02-29"', '17486']],
  ['time', ['"22:31:08.123456"', '"22:31"'], ['"25:00:00"', '1']],
  ['timestamp', ['"2017-11-16T22:31:08.123456"'], ['"2017-11-16T22:31:08+00:00"', '"2017-11-16"']],
  ['timestamptz', ['"2017-11-16T22:31:08+00:00"'], ['"2017-11-16T22:31:08+01:00"', '"T"']],
  ['timestamp_ns', ['"2017-11-16T22:31:08.123456789"'], ['1']],
  ['timestamptz_ns', ['"2017-11-16T22:31:08.123456789+00:00"'], ['"2017-11-16T22:31:08"']],
  ['string', ['"a"', '""'], ['5', '{}']],
  ['uuid', ['"f79c3e09-677c-4bbd-a479-3f349cb785e7"'], ['"f79c"']],
  ['fixed[2]', ['"00ff"'], ['"00f"', '"00ffff"', '"zz00"']],
  ['binary', ['"000102ff"', '""'], ['"0"', '"xx"', '5']],
  ['variant', ['null'], ['5']],
  ['unknown', ['null'], ['"a"']],
  ['constructor', ['null'], ['5']],
  [list, ['null'], ['[1]']],
]

for (const [type, taken, refused] of DEFAULTS)
  test(`given defaults of ${JSON.stringify(type)}, when judged, then each fits or not`, () => {
    const parsed = (text: string) => (parseLossless(`{"initial-default":${text}}`) as Given)[NAME]

    for (const text of taken) assert.equal(fitsDefault(type, parsed(text)), true, text)
    for (const text of refused) assert.equal(fitsDefault(type, parsed(text)), false, text)
  })

const NAME = 'initial-default'
type Given = { [NAME]: unknown }

test('given a default that is a whole float, when it is written, then it stays a float', () => {
  const text = '{"type":"float","initial-default":1.0,"write-default":-2.0}'

  assert.equal(stringifyLossless(parseLossless(text)), text)
})

test('given a default of another type, when a schema has it, then the column is named', () => {
  const wrong = { id: 1, name: 'day', required: false, type: 'date', 'write-default': 'x' }
  const schema: Schema = { type: 'struct', 'schema-id': 0, fields: [wrong] }

  assert.throws(
    () => checkSchema(schema, 3),
    (error) => {
      return invalidSchema.matches(error) && /"write-default" of field "day"/.test(String(error))
    },
  )
})
