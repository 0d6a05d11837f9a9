import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidTemplate } from '../errors.ts'
import { parseTemplate } from './template.ts'
import { readText } from './template-text.ts'

const YAML = `
AWSTemplateFormatVersion: 2010-09-09
Description: A cluster of a few machines # and a comment
Parameters:
  Size:
    Type: String
    Default: m5.large
    AllowedValues: [m5.large, m5.xlarge]
  Workers: {Type: Number, Default: 2, MinValue: 1, MaxValue: 4}
Resources:
  Cluster:
    Type: AWS::EMR::Cluster
    Properties:
      ReleaseLabel: spark-4.1
      Instances:
        MasterInstanceGroup: {InstanceType: !Ref Size}
        CoreInstanceGroup:
          InstanceType: c5.large
          InstanceCount: {Ref: Workers}
`

test('given a template in YAML, when published, then it is as the same one in JSON', () => {
  const json = JSON.stringify(readText(YAML))

  const [fromYaml, fromJson] = [parseTemplate(YAML), parseTemplate(json)]

  assert.deepEqual(fromYaml, fromJson)
  const [master, core] = fromYaml.groups
  assert.deepEqual([master?.type, core?.count], [{ Ref: 'Size' }, { Ref: 'Workers' }])
})

test('given YAML that is more than data, when published, then it is refused', () => {
  const bomb = `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]`

  for (const [text, message] of [
    [bomb, /not read: .*alias/i],
    ['['.repeat(16_000), /not read/],
    ['- '.repeat(8000), /not read|no object/],
    [`${YAML}#${'x'.repeat(16_384)}`, /more than 16384 bytes: use JSON/],
    [YAML.replace('!Ref Size', '!Sub "m5.Size"'), /not read: .*!Sub/],
    [YAML.replace('!Ref Size', '!!js/function "x"'), /not read/],
    [`${YAML}Description: twice\n`, /not read: .*unique/i],
    ['a: [', /not read/],
    ['a: "\\0"', /holds NUL/],
    ['plain', /the template is no object/],
  ] as const)
    assert.throws(
      () => parseTemplate(text),
      (error: unknown) => {
        assert.ok(invalidTemplate.matches(error))
        assert.match((error as Error).message, message)
        return true
      },
    )
})

test('given JSON, when read, then numbers and names are as they stand there', () => {
  assert.deepEqual(
    readText('{"a": 1.0, "__proto__": {"b": "x"}}'),
    JSON.parse('{"a":1,"__proto__":{"b":"x"}}'),
  )
  assert.throws(() => readText('{"a": }'), invalidTemplate.matches)
})
