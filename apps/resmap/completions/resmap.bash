# SPDX-License-Identifier: MIT
# Completion of resmap for bash; zsh reads it after: autoload -U bashcompinit && bashcompinit
_resmap() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]} options=
    if [ "$COMP_CWORD" = 1 ]; then
        COMPREPLY=($(compgen -W "check decode encode lint list tree show conflicts import assign claim release claims events --help --version" -- "$word"))
        return
    fi
    case $before in
        --color) COMPREPLY=($(compgen -W "auto always never" -- "$word")); return ;;
        --as) case $verb in
                decode | lint) COMPREPLY=($(compgen -W "hive reg hex binary" -- "$word")) ;;
                *) COMPREPLY=($(compgen -W "hive reg linux machine json" -- "$word")) ;;
            esac; return ;;
        --type) case $verb in
                list) COMPREPLY=($(compgen -W "memory port interrupt dma bus" -- "$word")) ;;
                *) COMPREPLY=($(compgen -W "8 9 10" -- "$word")) ;;
            esac; return ;;
        --os) COMPREPLY=($(compgen -W "win7 win8.1 win10 win11" -- "$word")); return ;;
        --era) COMPREPLY=($(compgen -W "nt4 w2k" -- "$word")); return ;;
        --layout) COMPREPLY=($(compgen -W "16 20" -- "$word")); return ;;
        --interface) COMPREPLY=($(compgen -W "Internal Isa Eisa PCIBus PNPBus ACPIBus" -- "$word")); return ;;
    esac
    case $verb in
        check | list | tree | show | conflicts | import) options="--as --control-set live" ;;
        assign) options="--as --control-set live --ignore-boot --policy --os --order --trace" ;;
        decode | lint) options="--as --key --type" ;;
        claim) options="--store --class --driver --device --list --driver-list --override --era --interface --bus" ;;
        release) options="--store --class --driver --device" ;;
        claims) options="--store" ;;
        events) options="--store --follow" ;;
        encode) options="--requirements --layout --interface --bus --slot" ;;
    esac
    case $verb in
        decode) options="$options --debugger --hex --warnings" ;;
        list) options="$options --type" ;;
        tree) options="$options --all" ;;
        import) options="$options --output" ;;
    esac
    COMPREPLY=($(compgen -W "$options --json --color --help" -- "$word") $(compgen -f -- "$word"))
}
complete -o filenames -F _resmap resmap
