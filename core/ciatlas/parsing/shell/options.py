"""How programs write options, and which of them take a value. Data from the programs' manuals."""

import re

from ciatlas.parsing.shell.tables import sets

VALUES: dict[str, frozenset[str]] = sets("""
    R Rscript: -e -f
    accelerate: --config_file --num_processes
    apk: -t -X --repository --virtual
    apt apt-get aptitude: -o -t -c --target-release
    aws: --region --profile --output --query --endpoint-url
    az: -g -n -u -p -t -o --resource-group --name --subscription --output --query --tenant
    bash sh zsh dash ksh: -o -O --rcfile --init-file
    bazel bazelisk: --config --output_base
    black: -l -t -W --line-length --target-version --exclude --include
    brew: --prefix
    cargo: -p -j -F -Z --package --features --target --manifest-path --profile --bin --example
        --test --bench --color --exclude --jobs --version --target-dir --message-format --retries
    cmake: -B -S -G -D -A -T -C -j --build --target --config --install --prefix --preset
        --parallel
    codecov: -t -f -F -n -R -s --token --file --flags --name
    conda mamba micromamba: -n -c -f -p -r --name --channel --file --prefix --root-prefix
    coverage: --data-file --include --omit -d -o --fail-under
    ctest: -C -R -E -L -j --test-dir --build-config --timeout --parallel --preset
    curl: -o -H -X -d -u -F -A -w -m -b -c -e -T --header --request --data --data-binary
        --data-raw --form --retry --max-time --connect-timeout --write-out --retry-delay
        --retry-max-time --cacert --cert --key --upload-file --user-agent --proto
    docker podman: -H --host --context --config
    docker/build docker/buildx/build podman/build buildah/bud buildah/build nerdctl/build
        docker/image/build: -t -f -o --tag --file --build-arg --platform --target --label
        --cache-from --cache-to --output --progress --secret --ssh --add-host --network
        --build-context --builder --iidfile --metadata-file
    docker/buildx: --builder --driver --driver-opt --platform --name --buildkitd-flags --config
    docker/buildx/bake: -f --file --set --progress
    docker/buildx/imagetools/create: -t -f --tag --file --annotation
    docker/compose podman/compose: -f -p --file --project-name --profile --env-file
        --project-directory --ansi --progress
    docker/compose/down docker/compose/logs docker/compose/ps docker/compose/build
        docker/compose/pull docker/compose/stop: --timeout -t --tail --build-arg --rmi
    docker/compose/up: --scale --timeout -t --exit-code-from --wait-timeout
    docker/inspect docker/ps docker/images docker/image/inspect: -f --format --filter
    docker/load: -i --input
    docker/login podman/login: -u -p --username --password
    docker/logs: --tail --since -n
    docker/network/create docker/volume/create: -d --driver --subnet --label -o
    docker/run docker/create docker/container/run docker/exec docker/compose/run
        docker/compose/exec podman/run podman/exec nerdctl/run: -v -e -p -w -u -h -l -m --volume
        --env --publish --workdir --user --name --network --net --entrypoint --env-file --memory
        --cpus --mount --shm-size --gpus --add-host --platform --label --hostname --device
        --restart --ulimit --security-opt --cap-add --link --ipc --health-cmd --health-interval
        --health-timeout --health-retries --tmpfs --pull --runtime --pid --userns --index
    docker/save: -o --output
    docker/stop docker/restart: -t --time
    dotnet: -c -o -f -r -p -v -l -s -k -a -n --configuration --output --framework --runtime
        --logger --filter --source --results-directory --collect --verbosity --api-key
        --settings
    find: -name -iname -type -path -maxdepth -mindepth -newer -mtime -size -regex -perm
    gcloud: --project --region --zone --format --key-file --account
    gh: -R -t -b -f -F -H -X -q -B -n -L -A --repo --title --body --label --add-label --jq
        --remove-label --json --notes --notes-file --head --base --input --method --body-file
        --template --target --search --state --limit --field --raw-field --header --assignee
        --reviewer --author --milestone --branch --ref --event --commit --dir --pattern
    git: -C -c -n -m -b -B --git-dir --work-tree --depth --branch --author --message --since
    go: -C -run -count -timeout -tags -o -ldflags -bench -benchtime -coverprofile -covermode
        -coverpkg -p -parallel -mod -gcflags -exec -cpu -fuzz -fuzztime -cpuprofile -memprofile
    golangci-lint: -c -E -D -j --timeout --out-format --build-tags
    goreleaser: -f -p --timeout --parallelism --release-notes
    gradle: -p -b -x -P -I -c --project-dir --max-workers --init-script --exclude-task --tests
    hatch: -e --env -p --project
    helm: -n -f -d --set --set-string --values --version --kube-context --kubeconfig
        --destination --app-version --untardir
    helmfile: -e -f -l --environment --selector
    java: -jar -cp -classpath --class-path -m --module
    julia: -e -E -p -t -L
    jupyter: --to --ExecutePreprocessor.timeout --kernel
    kubectl oc: -n -f -l -o -k -c --filename --context --kubeconfig --selector --for --image
        --from-literal --from-file --docker-server --docker-username --docker-password
        --replicas
    kubectl/logs: -n -l -c --tail --since --selector --container
    make: -C -f -I -o -W --makefile
    maturin: -o --out -i --interpreter --target -m --manifest-path --features
    mvn: -f -pl -P -s -T -l -rf --projects --activate-profiles --settings --threads
    mypy: -p -m --package --module --python-version --cache-dir --exclude
    mysql: -h -u -P -e -D --execute --database
    ninja: -C -j -f -k
    node: -e -p -r --require --eval --import --loader
    nox: -s -e -f -t -k -p --session --sessions --noxfile --tags --keywords --pythons
    npm: --prefix -w --workspace --registry --access --otp --omit --loglevel -C
    nuget: -Source -ApiKey -OutputDirectory -Version
    pdm: -G -p --group --project --python
    pip rye/pip uv/pip pip-compile pip-sync pip-audit: -r -c -e -i -f -t -d -w --index-url
        --extra-index-url --find-links --target --requirement --constraint --editable
        --progress-bar --wheel-dir --no-binary --only-binary --dest --python --prefix --timeout
        --retries --upgrade-strategy --platform --python-version --cache-dir --src
        --config-settings --root --report --log --trusted-host --group
    pnpm: -C -F --filter --access --registry
    poetry: -C -E -P -G --with --without --only --extras --group --project --python
    pre-commit: --hook-stage --from-ref --to-ref --files -c
    psql: -h -U -p -d -c -f -v --dbname --command
    pylint: -j --rcfile --disable --enable --fail-under --load-plugins
    pytest: -k -m -n -c -o -p -W -r --maxfail --durations --cov --junitxml --junit-xml --ignore
        --rootdir --dist --tb --splits --group --reruns --reruns-delay --confcutdir --cov-report
        --cov-config --splitting-algorithm --color --log-level --log-cli-level --numprocesses
        --deselect --ignore-glob --basetemp --import-mode --maxprocesses --html --benchmark-json
        --store-durations --durations-path --markers-expr
    python: -W -X -c -m
    rsync: -e --exclude --include --rsh
    ruby perl php: -e -r -I -E -d
    ruff: --select --ignore --extend-select --line-length --target-version --exclude
    sed awk gawk: -e -f -v -F
    ssh scp sftp: -i -o -p -P -l -F -J -L -R
    su: -s --shell
    swift: -c --configuration --package-path --filter --scratch-path
    tar: -C -f --exclude --transform
    task go-task: -d -t -o -c -n --dir --taskfile --concurrency
    terraform tofu: -var -var-file -backend-config -target -chdir -parallelism
    torchrun: -m --nproc_per_node --nnodes --nproc-per-node --master_port --rdzv-backend
    tox: -e -c -f -p -x -m --workdir --skip-env --conf --parallel
    trivy grype syft: -o -f -s -c --severity --exit-code --scanners --vuln-type --fail-on
        --template
    twine: -u -p -r -i -s --repository-url --identity
    uv: -p --python --index-url --extra --group --only-group --no-group --with --package --index
        -o --python-version --publish-url
    vcpkg: --triplet
    wait-on: -t
    wget: -O -P -o -i -t -T --output-document --header --directory-prefix --tries
    xcodebuild: -scheme -project -workspace -destination -configuration -sdk -target
        -derivedDataPath -archivePath -exportPath -exportOptionsPlist -resultBundlePath
    yarn: --cwd --network-timeout --registry --access
    zip unzip 7z: -d -x -P
""")
"""Options that take their value as the next word, per program or program and subcommand."""

COMMON_VALUES = frozenset(
    """
    --api-key --branch --concurrency --config --config-file --dir --directory --file
    --format --host --jobs --log-level --model --name --namespace --output --output-dir
    --output-file --output-format --password --path --port --project --rcfile --region
    --registry-url --repo --repository --seed --tag --timeout --token --url
    --username --workdir --workers --working-dir
    """.split()
)
"""Options which take a value in nearly every program that has them."""

SECRET_VALUES = re.compile(
    r"--?(?!no-).*(token|passw(or)?d|passphrase|secret|api-?key|access-?key|credentials?)",
    re.IGNORECASE,
)
"""Options whose value must never be mistaken for a target, whatever the program."""

SINGLE_DASH = frozenset(
    "find go java javac msbuild mvn packer terraform tofu xcodebuild ffmpeg keytool".split()
)
"""Programs that write long options with one dash (`go test -race`)."""

SLASH = frozenset("msbuild nuget signtool taskkill xcopy robocopy vstest.console".split())
"""Windows programs that write options with a slash (`msbuild /m`)."""

LONG_NAMES: dict[str, dict[str, str]] = {
    "go-task": {"-d": "--dir", "-t": "--taskfile"},
    "just": {"-d": "--working-directory", "-f": "--justfile"},
    "make": {"-C": "--directory", "-f": "--file"},
    "nox": {"-f": "--noxfile"},
    "npm": {"-C": "--prefix", "-w": "--workspace"},
    "pnpm": {"-C": "--dir", "-F": "--filter", "-r": "--recursive", "-w": "--workspace-root"},
    "task": {"-d": "--dir", "-t": "--taskfile"},
    "tox": {"-c": "--conf"},
}
"""Short options that are kept by their long names: they name another build file."""
