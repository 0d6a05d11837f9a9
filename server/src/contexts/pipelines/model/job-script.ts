import type { Pipeline, PipelineDefinition, TableName, Version } from './pipeline.ts'

/** Runs the pipeline's script as itself, then its checks, with the rights of its role. */
const LAUNCHER = `import json, os, runpy, sys
here = os.path.dirname(os.path.abspath(sys.argv[0]))
with open(os.path.join(here, "pipeline.json")) as file:
    pipeline = json.load(file)
place = dict(zip(sys.argv[1::2], sys.argv[2::2]))
first = place["--slice"]
last = place.get("--slice-last", first)
sys.argv[0] = os.path.join(here, pipeline["script"])
told = {"inputs": pipeline["inputs"], "output": pipeline["output"], "first": first, "last": last}
os.environ["MILLRACE_RUN"] = json.dumps(told)
given = {name: globals()[name] for name in ("spark", "sc", "sqlContext") if name in globals()}
try:
    runpy.run_path(sys.argv[0], init_globals=given, run_name="__main__")
except SystemExit as stop:
    if stop.code not in (None, 0):
        raise
for check in pipeline["checks"]:
    sql = check["sql"].replace("{slice}", first).replace("{last}", last)
    wrong = spark.sql(sql).limit(10).collect()
    if wrong:
        raise AssertionError(f'check "{check["name"]}" found rows that are wrong: {wrong}')
    print(f'check "{check["name"]}" passed')
`

/** Where the files of an account's pipelines lie; a pipeline's role may read its own. */
export function scriptBucket({ accountId }: Pick<Pipeline, 'accountId'>): string {
  return `pipelines-${accountId}`
}

/** The files of one version, by location; the first is what a driver is told to run. */
export function scriptFiles(
  pipeline: Pick<Pipeline, 'accountId' | 'name'>,
  version: Pick<Version, 'number' | 'path' | 'script' | 'sha256'>,
  { checks, inputs, output }: Pick<PipelineDefinition, 'checks' | 'inputs' | 'output'>,
): { location: string; text: string }[] {
  const { number, sha256, script: text } = version
  const script = version.path.split('/').at(-1) ?? 'script.py'
  const place = `s3://${scriptBucket(pipeline)}/${pipeline.name}/${number}-${sha256.slice(0, 12)}`
  return [
    { location: `${place}/millrace-launch.py`, text: LAUNCHER },
    { location: `${place}/${script}`, text },
    {
      location: `${place}/pipeline.json`,
      text: JSON.stringify({ script, checks, inputs: inputs.map(told), output: told(output) }),
    },
  ]
}

/** As the library of scripts reads it. */
function told({ accountId: account, database, table }: TableName) {
  return { account, database, table }
}

/** `--slice 2013-12-31`, and `--slice-last` where a run makes more than one. */
export function sliceArguments(slices: readonly string[]): string[] {
  const [first = '', last] = [slices[0], slices.at(-1)]
  return slices.length > 1 ? ['--slice', first, '--slice-last', last ?? first] : ['--slice', first]
}
