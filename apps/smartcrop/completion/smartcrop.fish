complete -c smartcrop -f -n __fish_use_subcommand -a "(smartcrop --help | sed -n '/^Verbs:/,\$s/^  \([^ ]*\) */\1\t/p')"
complete -c smartcrop -n 'not __fish_use_subcommand' -a "(complete -C 'smartcrop-'(commandline -opc)[2]' '(commandline -ct))"
