# smartcrop_add_manual(APP): the manual page and the completions of an app, made by the app itself and installed.
function(smartcrop_add_manual app)
  set(folder ${PROJECT_BINARY_DIR}/manuals)
  set(page ${folder}/${app}.1.gz)
  set(bash ${folder}/bash/${app})
  set(zsh ${folder}/zsh/_${app})
  set(fish ${folder}/fish/${app}.fish)
  file(MAKE_DIRECTORY ${folder}/bash ${folder}/zsh ${folder}/fish)
  add_custom_command(OUTPUT ${page} ${bash} ${zsh} ${fish}
    COMMAND ${app} --manual man | gzip -9n > ${page}
    COMMAND ${app} --manual bash > ${bash}
    COMMAND ${app} --manual zsh > ${zsh}
    COMMAND ${app} --manual fish > ${fish}
    DEPENDS ${app} VERBATIM)
  add_custom_target(${app}_manual ALL DEPENDS ${page} ${bash} ${zsh} ${fish})
  smartcrop_install_manual(${page} ${bash} ${zsh} ${fish})
endfunction()

function(smartcrop_install_manual page bash zsh fish)
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT runtime)
  install(FILES ${bash} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT runtime)
  install(FILES ${zsh} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT runtime)
  install(FILES ${fish} DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT runtime)
endfunction()
